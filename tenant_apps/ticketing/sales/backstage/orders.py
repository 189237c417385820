"""Orders, for those who look after buyers."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone as clock
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kernel.facts import history
from kernel.gate import backstage_page
from kernel.lists.listing import Listing, ListKind, asked_by
from kernel.pages import page, paginated
from kernel.tenancy import current
from tenant_apps.ticketing.events.models import Event
from tenant_apps.ticketing.orders.forms import RefundForm
from tenant_apps.ticketing.orders.models import Order, OrderQuerySet
from tenant_apps.ticketing.payments.models import Payment
from tenant_apps.ticketing.sales.services import look_up, refunds
from themes.letters.models import Mail

MOST_MAILS = 10  # of one order, on its page
ORDERS = ListKind(
    name="orders",
    may="orders.view",
    url_name="backstage:orders",
    keys=("q", "status", "event", "placed"),
    sorts={
        "reference": ("reference",),
        "buyer": ("name", "id"),
        "placed": ("id",),
        "status": ("status", "id"),
        "tickets": ("ticket_count", "id"),
        "total": ("total", "id"),
    },
    first_sort="-placed",
)
# Code → how many days back, today among them.
PERIODS = {"1": _l("Today"), "7": _l("7 days"), "30": _l("30 days")}


@backstage_page(may="orders.view")
@require_GET
def order_list(request: HttpRequest) -> HttpResponse:
    """Orders, newest first, found by reference, e-mail or name."""
    listing = asked_by(request, ORDERS)
    if listing.elsewhere:
        return redirect(listing.elsewhere)
    shown = paginated(request, listing.sorted(matching(listing).with_ticket_count()))
    context = {
        "listing": listing,
        "page": shown,
        "state_chips": listing.chips("status", Order.Status.choices),
        "placed_chips": listing.chips("placed", PERIODS.items(), _("Any day")),
        "event": chosen_event(listing["event"]),
        "without_event": listing.address(event=""),
        "zone": current().timezone,
    }
    return page(request, "backstage/sales/orders.html", context)


def matching(listing: Listing) -> OrderQuerySet:
    """The orders that a list asks for, in no order."""
    orders = Order.objects.search(listing["q"])
    if listing["status"] in Order.Status.values:
        orders = orders.filter(status=listing["status"])
    if (event := chosen_event(listing["event"])) is not None:
        orders = orders.for_event(event.pk)
    if listing["placed"] in PERIODS:
        here = clock.now().astimezone(ZoneInfo(current().timezone))
        first = here.date() - timedelta(days=int(listing["placed"]) - 1)
        orders = orders.filter(placed_at__gte=datetime.combine(first, time.min, here.tzinfo))
    return orders


@backstage_page(may="orders.refund")
@require_GET
def to_refund(request: HttpRequest) -> HttpResponse:
    """Where one goes to refund something: the paid orders, to choose from."""
    messages.info(request, _("Open the order, or tick several, and choose “Refund”."))
    return redirect(f"{ORDERS.url}?status=paid")


@backstage_page(may="orders.view")
@require_GET
def order_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One order: what was bought, the tickets, the money, and what happened."""
    order = get_object_or_404(Order.objects.select_related("customer"), reference=reference)
    tickets = list(
        order.tickets.select_related("void", "admission", "session__event", "ticket_type")
    )
    payments = list(Payment.objects.filter(purpose=order.reference).prefetch_related("refunds"))
    given_back = [refund for payment in payments for refund in payment.refunds.all()]
    told = history.about(
        {"order_id": order.pk},
        *({"ticket_id": one.pk} for one in tickets),
        *({"payment_id": one.pk} for one in payments),
        *({"refund_id": one.pk} for one in given_back),
    )
    context = {
        "order": order,
        "lines": order.lines.select_related("session__event", "ticket_type"),
        "tickets": tickets,
        "payments": payments,
        "refunds": given_back,
        "history": history.lines(told.order_by("id")[:200]),
        "mails": Mail.objects.about(order_id=order.pk).defer("text", "html")[:MOST_MAILS],
        "zone": current().timezone,
    }
    return page(request, "backstage/sales/order.html", context)


@backstage_page(may="orders.edit")
@require_POST
def send_again(request: HttpRequest, reference: str) -> HttpResponse:
    """Send the tickets once more."""
    order = get_object_or_404(Order, reference=reference)
    look_up.send_again(order=order)
    said = _("The tickets are on their way to %(email)s again.")
    messages.success(request, said % {"email": order.email})
    return redirect("backstage:order", reference)


@backstage_page(may="orders.refund")
@require_http_methods(["GET", "POST"])
def refund(request: HttpRequest, reference: str) -> HttpResponse:
    """Give an order back in full, after a look at what it touches, with a reason."""
    order = get_object_or_404(Order, reference=reference)
    back = reverse("backstage:order", args=[order.reference])
    if request.method == "GET" and not order.is_refundable:
        messages.info(request, _("There is nothing left to refund here."))
        return redirect(back)
    form = RefundForm(request.POST or None)
    if form.is_valid():
        refunds.refund(order=order, reason=form.cleaned_data["reason"])
        messages.success(request, _("The order is refunded: %(money)s.") % {"money": order.money})
        return redirect(back)
    number = order.tickets.valid().count()
    used = order.tickets.valid().exclude(admission=None).count()
    touches = [
        _("%(money)s goes back to the buyer, the way it was paid.") % {"money": order.money},
        ngettext("%(n)d ticket stops being valid and its place is on sale again.",
                 "%(n)d tickets stop being valid and their places are on sale again.",
                 number) % {"n": number},
        *([ngettext("%(n)d of them has already come in.", "%(n)d of them have already come in.",
                    used) % {"n": used}] if used else []),
        _("This cannot be taken back."),
    ]  # fmt: skip
    context = {
        "title": _("Refund order %(reference)s in full?") % {"reference": order.reference},
        "touches": touches,
        "form": form,
        "action": _("Refund %(money)s") % {"money": order.money},
        "back_url": back,
    }
    return page(request, "ui/confirm.html", context)


def chosen_event(number: str) -> Event | None:
    """The event that an address names."""
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    return Event.objects.filter(pk=int(number)).first()
