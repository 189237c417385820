"""What a sale answers when others ask."""

from django.urls import reverse

from kernel.facts.history import Subject, subjects
from tenant_apps.ticketing.events.models import Event
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.tickets.models import Ticket


@subjects.answer
def things_by_name(*, ids):
    """Orders and tickets are told by the order's reference, events by their name."""
    orders = _rows(Order, ids.get("order_id"), "reference")
    tickets = _rows(Ticket, ids.get("ticket_id"), "order__reference")
    events = _rows(Event, ids.get("event_id"), "name")
    told = {("order_id", pk): _order(reference) for pk, reference in orders}
    told |= {("ticket_id", pk): _order(reference) for pk, reference in tickets}
    return told | {
        ("event_id", pk): Subject(name, reverse("backstage:event", args=[pk]))
        for pk, name in events
    }


def _rows(model, wanted, column):
    return model.objects.filter(pk__in=wanted).values_list("pk", column) if wanted else ()


def _order(reference):
    return Subject(reference, reverse("backstage:order", args=[reference]))
