"""What a sale answers when others ask."""

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel.facts.history import Subject, subjects
from kernel.first_steps import first_steps
from kernel.search import Found, search, words_query
from kernel.tenancy import current
from shared_apps.tenants.hooks import still_owed
from tenant_apps.ticketing.customers.models import Customer
from tenant_apps.ticketing.events.models import Event
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.sales import first_steps as steps
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


@first_steps.answer
def steps_to_sell(*, permissions):
    """What a shop needs to sell, and what makes it a good one."""
    return list(steps.steps(permissions))


@search.answer
def orders_found(*, q, permissions, limit):
    """Orders by reference, the beginning of the e-mail, or words of the name."""
    if not q or "orders.view" not in permissions:
        return []
    found = Order.objects.search(q).order_by("-pk")[:limit]
    return [
        Found("orders", one.reference, _order(one.reference).url, f"{one.name} · {one.email}",
              "receipt-text")
        for one in found
    ]  # fmt: skip


@search.answer
def tickets_found(*, q, permissions, limit):
    """A ticket by its printed number, such as K7P2XQ-12, or the figures alone."""
    if not q or "orders.view" not in permissions:
        return []
    is_number = q.isascii() and q.isdecimal() and len(q) < 19
    tickets = Ticket.objects.filter(pk=int(q)) if is_number else Ticket.objects.numbered(q)
    return [
        Found("tickets", one.number, _order(one.order.reference).url, one.holder_name, "ticket")
        for one in tickets.select_related("order")[:limit]
    ]


@search.answer
def events_found(*, q, permissions, limit):
    """Events by words of their name, begun or whole."""
    words = words_query(q)
    if not words or "events.view" not in permissions:
        return []
    named = SearchQuery(words, search_type="raw", config="simple")
    found = Event.objects.alias(named=SearchVector("name", config="simple")).filter(named=named)
    return [
        Found("events", one.name, reverse("backstage:event", args=[one.pk]),
              one.get_status_display(), "calendar-days")
        for one in found.order_by("-pk")[:limit]
    ]  # fmt: skip


@search.answer
def customers_found(*, q, permissions, limit):
    """Customers by the beginning of the e-mail or words of the name."""
    if not q or "customers.view" not in permissions:
        return []
    return [
        Found("customers", one.name or one.email, reverse("backstage:customer", args=[one.pk]),
              one.email, "user")
        for one in Customer.objects.search(q).order_by("-pk")[:limit]
    ]  # fmt: skip
