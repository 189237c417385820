"""The plans beside one another, and changing from one to another."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from billing.catalogue import PlanOffer, catalogue
from billing.errors import NotForSale
from billing.models import Account, Takings
from billing.owner.addons import done
from billing.owner.before import before
from billing.owner.desk import desk_of
from billing.owner.shelf import shelf
from billing.reckoning import PLAN
from billing.services import previewing, switching
from billing.services.wishes import Wish
from billing.spans import a_year_after, after, month_of
from kernel.gate import signed_in_page
from kernel.money import Money
from kernel.pages import page

TICKET = 25  # major units: the ticket of the sentence on when a plan pays


@dataclass(frozen=True)
class Compared:
    """A plan, and what the shop's last month would have cost with it."""

    offer: PlanOffer
    is_had: bool
    is_next: bool
    last_month: Money | None


@signed_in_page
@require_GET
def plan_page(request: HttpRequest, subdomain: str) -> HttpResponse:
    """All plans, from when on another is cheaper, and what the last month says."""
    desk = desk_of(request, subdomain)
    had = shelf(desk.account, desk.today)
    listed = catalogue().shown_in(desk.account.currency)
    sold = _sold(desk.account, after(month_of(desk.today), -1))
    plans = [
        Compared(
            had.plan if one.code == had.plan.code else one,
            one.code == had.plan.code,
            had.next_plan is not None and one.code == had.next_plan.code,
            _cost(one, *sold, desk.account.currency) if sold else None,
        )
        for one in listed.plans
    ]
    context = {
        **desk.frame("overview"),
        "shelf": had,
        "plans": plans,
        "sold": sold,
        "last_month": after(month_of(desk.today), -1),
        "ticket": Money.parse(str(TICKET), desk.account.currency),
        "breaks": _breaks(listed.plans, desk.account.currency),
    }
    return page(request, "control/billing/plan.html", context)


@signed_in_page
@require_http_methods(["GET", "POST"])
def plan_order_page(request: HttpRequest, subdomain: str, offer: str, cycle: str) -> HttpResponse:
    """Change to a plan: first what it costs, then the click."""
    desk = desk_of(request, subdomain)
    order = {"account": desk.account, "code": PLAN, "offer": offer, "cycle": cycle}
    try:
        seen = previewing.preview(**order)  # type: ignore[arg-type]
        wanted = catalogue().shown_in(desk.account.currency).plan(offer)
        hindrance = before(desk, Wish(code=PLAN, offer=offer, cycle=cycle))
    except (NotForSale, KeyError) as unknown:
        raise Http404 from unknown
    refused = ""
    if request.method == "POST":
        said = _("Your plan: {plan}.").format(plan=wanted.name)
        refusal = done(request, lambda: switching.order(**order, by=desk.by), said)  # type: ignore[arg-type]
        if refusal is None:
            return redirect(desk.url("plan"))
        refused = str(refusal)
    context = {
        **desk.frame("overview"),
        "offer": wanted,
        "shelf": shelf(desk.account, desk.today),
        "preview": seen,
        "year_until": a_year_after(seen.day),
        "refused": refused,
        **hindrance,
    }
    status = 409 if refused else 200
    return page(request, "control/billing/plan_order.html", context, status=status)


@signed_in_page
@require_http_methods(["POST"])
def plan_keep(request: HttpRequest, subdomain: str) -> HttpResponse:
    """Take a coming change of plan back."""
    desk = desk_of(request, subdomain)
    said = _("It stays as it is.")
    refusal = done(
        request, lambda: switching.keep(account=desk.account, code=PLAN, by=desk.by), said
    )
    if refusal is not None:
        messages.error(request, str(refusal))
    return redirect(desk.url("plan"))


def _sold(account: Account, month: date) -> tuple[int, int] | None:
    """Tickets and gross (minor units) of a month in the account's currency; None if not known."""
    days = {"day__gte": month, "day__lt": after(month)}
    found = Takings.objects.filter(account=account, currency=account.currency, **days).aggregate(
        tickets=Sum("tickets"), gross=Sum("gross")
    )
    return (found["tickets"], found["gross"]) if found["tickets"] else None


def _cost(offer: PlanOffer, tickets: int, gross: int, currency: str) -> Money | None:
    fixed = next((fee for fee in offer.ticket_fees if fee.currency == currency), None)
    if fixed is None:
        return None
    share = Money(gross, currency).share(offer.ticket_fee_basis_points)
    return offer.monthly + share + fixed * tickets


def _breaks(plans: tuple[PlanOffer, ...], currency: str) -> list[tuple[str, int]]:
    """Of each plan that costs more by the month than the first: from how many tickets it pays."""
    first = plans[0]
    price = Money.parse(str(TICKET), currency)
    found = []
    for one in plans[1:]:
        dearer = one.monthly.amount - first.monthly.amount
        saved = (
            price.share(first.ticket_fee_basis_points).amount
            - price.share(one.ticket_fee_basis_points).amount
        )
        if dearer > 0 and saved > 0:
            found.append((one.name, dearer // saved + 1))
    return found
