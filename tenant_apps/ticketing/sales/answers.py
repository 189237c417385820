"""What a sale answers when others ask."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel.facts.history import Subject, subjects
from kernel.tenancy import current
from shared_apps.tenants.hooks import still_owed
from tenant_apps.ticketing.events.models import Event
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.sales.hooks import may_buy
from tenant_apps.ticketing.tickets.models import Ticket


@may_buy.answer
def not_in_a_closed_shop(*, ticket_type, session, quantity):
    """Once its owner has closed the shop, nothing more is sold; who is paying may finish."""
    if not current().is_selling:
        return _("This shop sells nothing any more. Tickets that were bought stay valid.")
    return None


@still_owed.answer
def tickets_still_to_come():
    """Whoever holds a ticket for a day to come."""
    number = Ticket.objects.valid().filter(session__ends_at__gt=timezone.now()).count()
    if not number:
        return None
    said = ngettext(
        "%(n)d ticket is sold for a day that is still to come.",
        "%(n)d tickets are sold for days that are still to come.",
        number,
    )
    return [said % {"n": number}]


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
