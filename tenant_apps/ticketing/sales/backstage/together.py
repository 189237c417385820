"""One act for many orders or events: what was ticked becomes a task with progress."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kernel.gate import backstage_page
from kernel.jobs.models import Item
from kernel.jobs.starting import start
from kernel.lists.listing import Listing, ListKind, asked_in_form, picked
from kernel.money import Money
from kernel.pages import page
from tenant_apps.ticketing.events.models import Event
from tenant_apps.ticketing.orders.forms import RefundForm
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.sales.backstage.orders import ORDERS
from tenant_apps.ticketing.sales.backstage.orders import matching as orders_matching
from tenant_apps.ticketing.sales.backstage.programme import EVENTS
from tenant_apps.ticketing.sales.backstage.programme import matching as events_matching


@backstage_page(may="orders.edit")
@require_POST
def send_orders(request: HttpRequest) -> HttpResponse:
    """Send the tickets of these orders again."""
    listing, orders = _orders(request)
    number = orders.count()
    title = ngettext(
        "Send the tickets of %(n)d order again", "Send the tickets of %(n)d orders again", number
    )
    return _begin(request, listing, "send_orders", title % {"n": number}, _items(orders))


@backstage_page(may="orders.view")
@require_POST
def export_orders(request: HttpRequest) -> HttpResponse:
    """A table of these orders for a spreadsheet."""
    listing, orders = _orders(request)
    number = orders.count()
    title = ngettext("A table of %(n)d order", "A table of %(n)d orders", number) % {"n": number}
    return _begin(request, listing, "export_orders", title, _items(orders))


@backstage_page(may="orders.refund")
@require_POST
def refund_orders(request: HttpRequest) -> HttpResponse:
    """Give these orders back in full, after a look at what it touches, with a reason."""
    listing, orders = _orders(request)
    paid = orders.filter(status=Order.Status.PAID)
    number = paid.count()
    if not number:
        messages.info(request, _("There is nothing left to refund here."))
        return redirect(_back(listing))
    form = RefundForm(request.POST if request.POST.get("is_asked") else None)
    if form.is_valid():
        title = ngettext("Refund %(n)d order", "Refund %(n)d orders", number) % {"n": number}
        options = {"reason": form.cleaned_data["reason"]}
        return _begin(request, listing, "refund_orders", title, _items(paid), options)
    title = ngettext(
        "Refund %(n)d order in full?", "Refund %(n)d orders in full?", number
    ) % {"n": number}  # fmt: skip
    context = {
        "title": title,
        "touches": _what_a_refund_touches(paid, left_out=orders.count() - number),
        "form": form,
        "action": _("Refund %(money)s") % {"money": _sums(paid)},
        "back_url": _back(listing),
        "hidden": _again(request, "is_asked"),
    }
    return page(request, "backstage/sales/confirm_many.html", context)


@backstage_page(may="events.edit")
@require_POST
def publish_events(request: HttpRequest) -> HttpResponse:
    """Show these events to buyers."""
    listing, events = _events(request)
    number = events.count()
    title = ngettext("Publish %(n)d event", "Publish %(n)d events", number) % {"n": number}
    return _begin(request, listing, "publish_events", title, _items(events))


@backstage_page(may="events.edit")
@require_POST
def withdraw_events(request: HttpRequest) -> HttpResponse:
    """Take these events off the shop."""
    listing, events = _events(request)
    number = events.count()
    title = ngettext(
        "Take %(n)d event off the shop", "Take %(n)d events off the shop", number
    ) % {"n": number}  # fmt: skip
    return _begin(request, listing, "withdraw_events", title, _items(events))


@backstage_page(may="events.edit")
@require_POST
def copy_events(request: HttpRequest) -> HttpResponse:
    """Make a draft like each of these events, with its ticket types and no sessions."""
    listing, events = _events(request)
    number = events.count()
    title = ngettext("Copy %(n)d event", "Copy %(n)d events", number) % {"n": number}
    return _begin(request, listing, "copy_events", title, _items(events))


def _orders(request: HttpRequest) -> tuple[Listing, QuerySet[Order]]:
    listing = asked_in_form(request, ORDERS)
    return listing, picked(request, orders_matching(listing))


def _events(request: HttpRequest) -> tuple[Listing, QuerySet[Event]]:
    listing = asked_in_form(request, EVENTS)
    return listing, picked(request, events_matching(listing))


def _items(rows: QuerySet[Any]) -> Iterable[Item]:
    label = "reference" if rows.model is Order else "name"
    found = rows.order_by("pk").values_list("pk", label).distinct()
    return (Item(ref=pk, label=name) for pk, name in found.iterator(chunk_size=2000))


def _begin(
    request: HttpRequest,
    listing: Listing,
    kind: str,
    title: str,
    items: Iterable[Item],
    options: dict[str, object] | None = None,
) -> HttpResponse:
    wanted = list(items)
    if not wanted:
        messages.info(request, _("Tick something in the list first."))
        return redirect(_back(listing))
    job = start(kind=kind, title=title, items=wanted, options=options, back_url=_back(listing))
    return redirect("backstage:task", job.pk)


def _back(listing: Listing) -> str:
    kind: ListKind = listing.kind
    return f"{kind.url}?{listing.query or 'view=all'}"


def _again(request: HttpRequest, asked: str) -> list[tuple[str, str]]:
    """What was ticked, to be sent once more with the answer."""
    kept = [(key, one) for key in ("list", "everything") if (one := request.POST.get(key))]
    if not request.POST.get("everything"):
        kept += [("chosen", one) for one in request.POST.getlist("chosen")]
    return [*kept, (asked, "yes")]


def _what_a_refund_touches(orders: QuerySet[Order], *, left_out: int) -> list[str]:
    tickets = orders.aggregate(number=Sum("lines__quantity"))["number"] or 0
    touches = [
        _("%(money)s goes back to the buyers, the way it was paid.") % {"money": _sums(orders)},
        ngettext("%(n)d ticket stops being valid and its place is on sale again.",
                 "%(n)d tickets stop being valid and their places are on sale again.",
                 tickets) % {"n": tickets},
        _("Each buyer gets a mail about it."),
    ]  # fmt: skip
    if left_out:
        touches.append(
            ngettext("%(n)d of the ticked orders is not paid and is left out.",
                     "%(n)d of the ticked orders are not paid and are left out.",
                     left_out) % {"n": left_out}
        )  # fmt: skip
    return [*touches, _("This cannot be taken back.")]


def _sums(orders: QuerySet[Order]) -> str:
    sums = orders.order_by("currency").values_list("currency").annotate(Sum("total"))
    return ", ".join(str(Money(int(total), currency)) for currency, total in sums)
