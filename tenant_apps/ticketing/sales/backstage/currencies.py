"""An event's currencies: its own, and price lists in others."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kernel.errors import Refusal
from kernel.gate import backstage_page
from kernel.pages import page
from kernel.tenancy import current
from tenant_apps.ticketing.events.models import Event, TicketType
from tenant_apps.ticketing.inventory.services import prices as lists
from tenant_apps.ticketing.sales import price_lists
from tenant_apps.ticketing.sales.price_forms import PricesForm, RateForm
from tenant_apps.ticketing.sales.services import currency as currencies


@backstage_page(may="events.edit")
@require_GET
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """To the price list in the currency that was chosen, or to a change of the event's own."""
    event = _event_for(pk, request.GET.get("currency", ""))
    chosen = request.GET["currency"]
    if "main" in request.GET:
        return redirect(f"{reverse('backstage:event_currency', args=[event.pk])}?to={chosen}")
    return redirect("backstage:prices", event.pk, chosen)


@backstage_page(may="events.edit")
@require_http_methods(["GET", "POST"])
def prices(request: HttpRequest, pk: int, currency: str) -> HttpResponse:
    """What each ticket type costs in another currency; with a rate, a proposal to look at."""
    event = _event_for(pk, currency)
    types = [one for one in price_lists.types_of(event) if one.price]
    known = {one.pk: one.price_in(currency, main=event.currency) for one in types}
    rate, proposed = _proposed(request, event, types, currency)
    form = PricesForm(
        request.POST or None, types=types, currency=currency, known={**known, **proposed}
    )
    if form.is_valid():
        lists.write(event=event, currency=currency, amounts=form.amounts())
        said = _("The prices in %(currency)s are saved.") % {"currency": currency}
        messages.success(request, said)
        return redirect("backstage:ticket_types", event.pk)
    sentence = _("The event is sold in %(currency)s once every ticket type on offer has a price.")
    context = {
        "event": event,
        "tab": "types",
        "form": form,
        "rate": rate,
        "currency": currency,
        "title": _("Prices in %(currency)s") % {"currency": currency},
        "sentence": sentence % {"currency": currency},
        "action": _("Save the prices"),
        "is_listed": any(amount is not None for amount in known.values()),
    }
    return page(request, "backstage/sales/prices.html", context)


@backstage_page(may="events.edit")
@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, pk: int, currency: str) -> HttpResponse:
    """Sell no longer in a currency, after a look at what that touches."""
    event = _event_for(pk, currency)
    back = reverse("backstage:ticket_types", args=[event.pk])
    if request.method == "POST":
        lists.drop(event=event, currency=currency)
        said = _("The event is no longer sold in %(currency)s.") % {"currency": currency}
        messages.success(request, said)
        return redirect(back)
    context = {
        "title": _("Stop selling in %(currency)s?") % {"currency": currency},
        "touches": [
            _("The prices in %(currency)s are deleted.") % {"currency": currency},
            _("Carts and orders in this currency keep what was agreed."),
        ],
        "action": _("Stop selling in %(currency)s") % {"currency": currency},
        "back_url": back,
    }
    return page(request, "ui/confirm.html", context)


@backstage_page(may="events.edit")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Sell an event in another currency altogether, which is possible until the first order."""
    new = request.GET.get("to", "")
    event = _event_for(pk, new)
    if currencies.is_locked(event):
        said = _("Orders exist in %(currency)s, so it stays.") % {"currency": event.currency}
        messages.info(request, said)
        return redirect("backstage:ticket_types", event.pk)
    types = price_lists.types_of(event)
    rate, proposed = _proposed(request, event, types, new)
    known = {**_first_figures(event, types, new), **proposed}
    form = PricesForm(request.POST or None, types=types, currency=new, known=known, needs_all=True)
    if form.is_valid() and _changed(form, event, new):
        messages.success(request, _("The event is sold in %(currency)s.") % {"currency": new})
        return redirect("backstage:ticket_types", event.pk)
    context = {
        "event": event,
        "tab": "types",
        "form": form,
        "rate": rate,
        "currency": new,
        "title": _("From %(old)s to %(new)s") % {"old": event.currency, "new": new},
        "sentence": _(
            "Look at every price: these are the same figures in the other currency. What buyers "
            "have in their carts is let go. After the first order the currency stays."
        ),
        "action": _("Sell in %(currency)s") % {"currency": new},
        "new": new,
    }
    return page(request, "backstage/sales/prices.html", context)


def _first_figures(event: Event, types: list[TicketType], new: str) -> dict[int, int]:
    """What is listed in the new currency; where nothing is, the same figures as today."""
    same = currencies.same_numbers(types, old=event.currency, new=new)
    listed = {one.pk: one.price_in(new, main=event.currency) for one in types}
    return same | {pk: amount for pk, amount in listed.items() if amount is not None}


def _changed(form: PricesForm, event: Event, new: str) -> bool:
    amounts = {pk: amount for pk, amount in form.amounts().items() if amount is not None}
    try:
        currencies.change(event=event, currency=new, amounts=amounts)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _proposed(
    request: HttpRequest, event: Event, types: list[TicketType], currency: str
) -> tuple[RateForm, dict[int, int]]:
    """The form for a rate and, where one was typed, the prices that it proposes."""
    form = RateForm(request.GET if "rate" in request.GET else None)
    if not form.is_valid():
        return form, {}
    rate = form.cleaned_data["rate"]
    return form, lists.proposed(types, old=event.currency, new=currency, rate=rate)


def _event_for(pk: int, currency: str) -> Event:
    """The event, for a currency that is not its own. Raises `Http404`."""
    event = get_object_or_404(Event.objects.select_related("venue"), pk=pk)
    if currency not in current().ticket_fees or currency == event.currency:
        raise Http404
    return event
