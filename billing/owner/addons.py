"""An add-on's page, and switching it: what it costs stands there before the click that does it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from billing.errors import NotForSale, PayFirst
from billing.models import Account
from billing.owner import gauges
from billing.owner.before import before, hindered
from billing.owner.desk import Desk, desk_of, user_of
from billing.owner.forms import StopForm
from billing.owner.past import past
from billing.owner.shelf import Thing, shelf
from billing.services import previewing, switching, usage
from billing.services.wishes import Wish
from billing.spans import a_year_after, after, month_of
from kernel.errors import Refusal
from kernel.gate import signed_in_page
from kernel.pages import page
from kernel.rate import rate
from shared_apps.control.offers import does

# How an add-on can be had: the state and the cycle of its switch.
WAYS = {"trial": ("trial", "month"), "month": ("active", "month"), "year": ("active", "year")}
OFTEN = "60/hour"  # each switch is on record for good, and told to the collector


@signed_in_page
@require_GET
def addon_page(request: HttpRequest, subdomain: str, code: str) -> HttpResponse:
    """What it does, what it costs, how it stands, what was switched."""
    desk = desk_of(request, subdomain)
    thing, context = _shown(desk, code)
    month = month_of(desk.today)
    if thing.is_had:
        found = usage.daily(desk.account, month, after(month))
        cost = gauges.costs(desk.account, month, desk.today)
        shown = gauges.of_offer(desk.account, thing.offer, found, cost)
        context |= {"gauges": shown, "month": month}
    context["history"] = past(desk.account, code)
    return page(request, "control/billing/addon.html", context)


@signed_in_page
@require_http_methods(["GET", "POST"])
def order_page(request: HttpRequest, subdomain: str, code: str, way: str) -> HttpResponse:
    """Have it: on trial, by the month or by the year. First what it costs, then the click."""
    desk = desk_of(request, subdomain)
    thing, context = _shown(desk, code)
    if way not in WAYS:
        raise Http404
    state, cycle = WAYS[way]
    context |= {"way": way, "refused": ""}
    if request.method == "POST":
        refused = done(
            request,
            lambda: switching.order(account=desk.account, code=code, state=state, cycle=cycle,
                                    by=desk.by),
            _("{addon} is on. You find it in backstage.").format(addon=thing.offer.title),
        )  # fmt: skip
        if refused is None:
            return redirect(desk.url("addon", code))
        context["refused"] = str(refused)
    try:
        seen = previewing.preview(account=desk.account, code=code, state=state, cycle=cycle)
        context |= before(desk, Wish(code=code, state=state, cycle=cycle)) | {"preview": seen}
    except NotForSale as unknown:
        raise Http404 from unknown
    context["year_until"] = a_year_after(seen.day)
    status = 409 if context["refused"] else 200
    return page(request, "control/billing/order.html", context, status=status)


@signed_in_page
@require_http_methods(["GET", "POST"])
def resume_page(request: HttpRequest, subdomain: str, code: str) -> HttpResponse:
    """Go on with what was paused."""
    desk = desk_of(request, subdomain)
    thing, context = _shown(desk, code)
    if thing.state != "paused":
        return redirect(desk.url("addon", code))
    if request.method == "POST":
        refused = done(
            request,
            lambda: switching.resume(account=desk.account, code=code, by=desk.by),
            _("{addon} goes on.").format(addon=thing.offer.title),
        )
        if refused is None:
            return redirect(desk.url("addon", code))
        context["refused"] = str(refused)
    seen = previewing.preview(account=desk.account, code=code)
    context |= {"preview": seen, "way": "resume"}
    if desk.account.state == Account.State.SUSPENDED:
        context |= hindered(PayFirst(), desk.url("invoices"))
    return page(request, "control/billing/order.html", context)


@signed_in_page
@require_http_methods(["GET", "POST"])
def stop_page(request: HttpRequest, subdomain: str, code: str) -> HttpResponse:
    """Have it no longer, after a look at what that means."""
    desk = desk_of(request, subdomain)
    thing, context = _shown(desk, code)
    if not thing.is_had:
        return redirect(desk.url("addon", code))
    by_month = not thing.is_yearly and thing.now is not None and thing.now.state != "trial"
    end = after(month_of(desk.today))
    form = StopForm(request.POST or None, end=end, today=desk.today)
    if request.method == "POST" and (form.is_valid() or not by_month):
        when = form.cleaned_data.get("when", "month") if by_month else "month"
        refused = done(
            request,
            lambda: switching.stop(account=desk.account, code=code, when=when, by=desk.by),
            _("{addon} will be switched off. Until then everything works.").format(
                addon=thing.offer.title
            ),
        )
        if refused is None:
            return redirect(desk.url("addon", code))
        context["refused"] = str(refused)
    context |= {"form": form if by_month else None}
    return page(request, "control/billing/stop.html", context)


@signed_in_page
@require_http_methods(["GET", "POST"])
def pause_page(request: HttpRequest, subdomain: str, code: str) -> HttpResponse:
    """Cost nothing for a while, after a look at what that means."""
    desk = desk_of(request, subdomain)
    thing, context = _shown(desk, code)
    if request.method == "POST":
        refused = done(
            request,
            lambda: switching.pause(account=desk.account, code=code, by=desk.by),
            _("{addon} pauses from tomorrow on.").format(addon=thing.offer.title),
        )
        if refused is None:
            return redirect(desk.url("addon", code))
        context["refused"] = str(refused)
    elif not thing.may_pause:
        return redirect(desk.url("addon", code))
    return page(request, "control/billing/pause.html", context)


@signed_in_page
@require_POST
def keep(request: HttpRequest, subdomain: str, code: str) -> HttpResponse:
    """Take a coming stop or change back."""
    desk = desk_of(request, subdomain)
    _thing_of(desk, code)
    refused = done(
        request,
        lambda: switching.keep(account=desk.account, code=code, by=desk.by),
        _("It stays as it is."),
    )
    if refused is not None:
        messages.error(request, str(refused))
    return redirect(desk.url("addon", code))


def _thing_of(desk: Desk, code: str) -> Thing:
    try:
        return shelf(desk.account, desk.today).thing(code)
    except KeyError as unknown:
        raise Http404 from unknown


def _shown(desk: Desk, code: str) -> tuple[Thing, dict[str, Any]]:
    thing = _thing_of(desk, code)
    icon, sentences = does(code)
    context = {**desk.frame("overview"), "thing": thing, "shape": icon, "sentences": sentences}
    return thing, context


@rate(OFTEN, by=user_of)
def done(request: HttpRequest, act: Callable[[], Any], said: str) -> Refusal | None:
    """Do it, and say so; or return why not. Raises TooManyRequests."""
    try:
        act()
    except Refusal as refusal:
        return refusal
    messages.success(request, said)
    return None
