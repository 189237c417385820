"""One account as our staff sees it: how it stands, what it has and had, what it used and owes."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from billing.catalogue import PlanOffer, catalogue
from billing.models import Account, Adjustment, Invoice, Redemption, Switch
from billing.reckoning import PLAN
from billing.services import (
    adjusting,
    collecting,
    coupons,
    granting,
    invoicing,
    standing,
    switching,
    usage,
)
from billing.services.accounts import account_of, today
from billing.services.figures.meters import named as meter_named
from billing.spans import Span, after, at, month_of
from billing.staff.acts import Act, answer, staff
from billing.staff.forms import AdjustmentForm, GiveForm, PlanForm, SwitchForm
from billing.wording import title
from kernel.gate import control_page
from kernel.money import Money
from kernel.pages import page, paginated
from shared_apps.tenants.models import Tenant

NEWEST = 12


@control_page
@require_GET
def account_page(request: HttpRequest, subdomain: str) -> HttpResponse:
    """Standing, add-ons, invoices, usage, and what was switched by whom and why."""
    account = of_shop(subdomain)
    history = paginated(request, standing.history(account), per_page=20)
    month = month_of(today(account))
    forecast = invoicing.upcoming(account)
    newest = Invoice.objects.filter(account=account).order_by("-pk")[:NEWEST]
    context = {
        "account": account,
        "tenant": account.tenant,
        "owed": collecting.owed(account),
        "things": _things(account),
        "page": history,
        "switches": [(one, _title(one.code)) for one in history],
        "invoices": list(newest),
        "forecast": forecast,
        "month": month,
        "used": _used(account, month),
        "adjustments": list(Adjustment.objects.filter(account=account).order_by("-pk")[:NEWEST]),
        "redemptions": _redemptions(account),
    }
    return page(request, "billing/staff/account.html", context)


@control_page
@require_http_methods(["GET", "POST"])
def switch_page(request: HttpRequest, subdomain: str, code: str) -> HttpResponse:
    """Give an account an add-on, or take it, in the owner's place."""
    account = of_shop(subdomain)
    offer = {one.code: one for one in catalogue().addons}.get(code)
    if offer is None or not offer.is_built:
        raise Http404
    had = standing.at(standing.of_code(account, code), today(account))
    form = SwitchForm(request.POST or None, initial={"state": had.state if had else "off"})
    price = Money(offer.price(currency=account.currency), account.currency).format()
    act = _act(
        account,
        title=_("{addon} for {shop}").format(addon=offer.title, shop=account.tenant.name),
        text=offer.summary,
        touches=[
            _("It holds from today on, in the shop at once."),
            _("At the monthly price: {price} without VAT, by the day for the rest of this "
              "month.").format(price=price),
            _("Free of charge: no fee, no usage, no shares, until somebody switches it "
              "otherwise."),
            _("Your name and your reason stand in the history; the organizer can read them."),
        ],
        action=_("Switch it"),
        done=_("It is switched."),
    )  # fmt: skip

    def switch() -> str | None:
        said = form.cleaned_data
        made = granting.grant(
            account=account, code=code, state=said["state"], by=staff(request),
            reason=said["reason"],
        )  # fmt: skip
        return None if made else _("That is how it was already.")

    return answer(request, act, form, switch)


@control_page
@require_http_methods(["GET", "POST"])
def plan_page(request: HttpRequest, subdomain: str) -> HttpResponse:
    """Give an account another plan, in the owner's place."""
    account = of_shop(subdomain)
    had = standing.at(standing.of_code(account, PLAN), today(account))
    initial = {"offer": had.offer, "cycle": had.cycle} if had else {}
    form = PlanForm(request.POST or None, initial=initial)
    act = _act(
        account,
        title=_("Plan of {shop}").format(shop=account.tenant.name),
        text=_("A dearer plan holds from today on, a cheaper one from the next month."),
        touches=[_("The shop’s ticket fees are those of its plan, from the day it holds.")],
        action=_("Change the plan"),
        done=_("The plan is changed."),
    )

    def change() -> None:
        said = form.cleaned_data
        switching.order(
            account=account, code=PLAN, offer=said["offer"], cycle=said["cycle"],
            by=staff(request), reason=said["reason"],
        )  # fmt: skip

    return answer(request, act, form, change)


@control_page
@require_http_methods(["GET", "POST"])
def adjustment_page(request: HttpRequest, subdomain: str) -> HttpResponse:
    """Put a sum on the next invoice."""
    account = of_shop(subdomain)
    form = AdjustmentForm(request.POST or None, account=account)
    act = _act(
        account,
        title=_("Adjust the next invoice of {shop}").format(shop=account.tenant.name),
        text=_("The sum stands on the next invoice with your words, and VAT is reckoned on it. "
               "It cannot be edited afterwards; a mistake is taken back by another one."),
        action=_("Put it on the next invoice"),
        done=_("It stands on the next invoice."),
    )  # fmt: skip

    def adjust() -> None:
        said = form.cleaned_data
        adjusting.adjust(
            account=account, amount=said["minor"], currency=said["currency"], text=said["text"],
            by=staff(request), reason=said["reason"],
        )  # fmt: skip

    return answer(request, act, form, adjust)


@control_page
@require_http_methods(["GET", "POST"])
def coupon_page(request: HttpRequest, subdomain: str) -> HttpResponse:
    """Give an account a coupon, in the owner's place."""
    account = of_shop(subdomain)
    form = GiveForm(request.POST or None)
    act = _act(
        account,
        title=_("A coupon for {shop}").format(shop=account.tenant.name),
        text=_("It counts from this month on. What is invoiced already comes back on the next "
               "invoice."),
        action=_("Give the coupon"),
        done=_("The coupon is given."),
    )  # fmt: skip

    def give() -> None:
        coupons.redeem(account=account, code=form.cleaned_data["code"], by=staff(request))

    return answer(request, act, form, give)


def of_shop(subdomain: str) -> Account:
    """The account of a shop. Raises Http404."""
    found = Tenant.objects.select_related("plan")
    return account_of(get_object_or_404(found, subdomain=subdomain))


def _act(account: Account, **said: Any) -> Act:
    shop = account.tenant
    url = reverse("staff_billing:account", args=[shop.subdomain])
    return Act(back=shop.name, back_url=url, **said)


def _things(account: Account) -> list[dict[str, Any]]:
    """The plan and each add-on that can be had: what the account has of it, and what comes."""
    day = today(account)
    had = standing.had(account)
    built = [one.code for one in catalogue().addons if one.is_built]
    others = [code for code in sorted(had) if code != PLAN and code not in built]
    rows = []
    for code in [PLAN, *built, *others]:
        spans = had.get(code, [])
        now = at(spans, day)
        coming = next((span for span in spans if span.first > day), None)
        rows.append(
            {"code": code, "title": _title(code), "is_plan": code == PLAN, "span": now,
             "can_change": code not in others,
             "coming": coming, "price": _price(account, code, now),
             "plan": _plan(now) if code == PLAN else ""}
        )  # fmt: skip
    return rows


def _plan(span: Span | None) -> str:
    """The name of a plan, as its own version has it."""
    offer = standing.offer_of(PLAN, span) if span else None
    return offer.name if isinstance(offer, PlanOffer) else ""


def _price(account: Account, code: str, span: Span | None) -> str:
    """What it costs each month or year; nothing where it costs nothing."""
    if span is None or span.state != Switch.State.ACTIVE:
        return ""
    offer = standing.offer_of(code, span)
    amount = offer.price(currency=account.currency, cycle=span.cycle)
    money = Money(amount, account.currency).format()
    words = _("{price} a year") if span.cycle == "year" else _("{price} a month")
    return words.format(price=money)


def _used(account: Account, month: Any) -> list[dict[str, Any]]:
    """What was used this month, by meter."""
    sums: dict[tuple[str, str, str], list[int]] = {}
    for one in usage.daily(account, month, after(month)):
        total, peak = sums.setdefault((one.code, one.meter, one.currency), [0, 0])
        sums[one.code, one.meter, one.currency] = [total + one.total, max(peak, one.peak)]
    prices = catalogue()
    rows = []
    for (code, name, currency), (total, peak) in sorted(sums.items()):
        meter = meter_named(code, name, currency, prices)
        number = peak if meter.is_peak else total
        rows.append({"addon": _title(code), "meter": meter, "total": number})
    return rows


def _redemptions(account: Account) -> list[Redemption]:
    """Its coupons, each with `newest`, the last month for which it counts."""
    found = list(Redemption.objects.filter(account=account).select_related("coupon"))
    for one in found:
        one.newest = after(one.first, one.coupon.months - 1)  # type: ignore[attr-defined]
    return found


def _title(code: str) -> str:
    try:
        return title(code, catalogue())
    except KeyError:
        return code
