"""Orders, for those who look after buyers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from kernel.facts import history
from kernel.gate import backstage_page
from kernel.pages import page, paginated
from kernel.tenancy import current
from tenant_apps.ticketing.events.models import Event
from tenant_apps.ticketing.orders.forms import RefundForm
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.payments.models import Payment
from tenant_apps.ticketing.sales.services import refunds
from themes.letters.models import Mail

MOST_MAILS = 10  # of one order, on its page


@backstage_page(may="orders.view")
@require_GET
def order_list(request: HttpRequest) -> HttpResponse:
    """Orders, newest first, found by reference, e-mail or name."""
    q = request.GET.get("q", "").strip()[:200]
    status = request.GET.get("status", "")
    event = _chosen_event(request)
    orders = Order.objects.search(q)
    if status in Order.Status.values:
        orders = orders.filter(status=status)
    if event is not None:
        orders = orders.for_event(event.pk)
    shown = paginated(request, orders.with_ticket_count())
    context = {
        "page": shown,
        "q": q,
        "status": status,
        "states": Order.Status.choices,
        "event": event,
        "zone": current().timezone,
    }
    return page(request, "backstage/sales/orders.html", context)


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


def _chosen_event(request: HttpRequest) -> Event | None:
    pk = request.GET.get("event", "")
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
        return None
    return Event.objects.filter(pk=int(pk)).first()
