"""The first page: what is had, what it costs, what comes next."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from billing.owner import gauges
from billing.owner.desk import desk_of
from billing.owner.shelf import shelf
from billing.owner.words import lines_of
from billing.services import invoicing
from billing.spans import month_of
from kernel.gate import signed_in_page
from kernel.money import Money
from kernel.pages import page

LATEST = 4


@signed_in_page
@require_GET
def overview_page(request: HttpRequest, subdomain: str) -> HttpResponse:
    """Plan, next invoice, usage, add-ons, payment method, the latest invoices."""
    desk = desk_of(request, subdomain)
    account, found = desk.account, shelf(desk.account, desk.today)
    coming = invoicing.upcoming(account)
    month = month_of(desk.today)
    cost = gauges.costs(account, month, desk.today, coming.units)
    context = {
        **desk.frame("overview"),
        "shelf": found,
        "month": month,
        "coming": coming,
        "net": Money(coming.net, coming.currency),
        "lines": lines_of(account, coming.units),
        "gauges": gauges.gauges(account, found, month, cost),
        "others": sorted({one.currency for one in coming.units} - {coming.currency}),
        "method": account.method,
        "method_ends": method_ends(account.method, desk.today.isoformat()[:7]),
        "latest": account.invoices.order_by("-pk")[:LATEST],
    }
    return page(request, "control/billing/overview.html", context)


def method_ends(method: dict, month: str) -> str:
    """Say by the month a card is good until: "over", "soon" (this month, the next one), or ""."""
    until = method.get("expires", "")
    if not until:
        return ""
    if until < month:
        return "over"
    year, number = map(int, month.split("-"))
    following = f"{year + number // 12}-{number % 12 + 1:02d}"
    return "soon" if until <= following else ""
