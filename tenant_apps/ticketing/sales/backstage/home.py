"""The first page of backstage: first steps, then today in words and figures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.views.decorators.http import require_GET

from kernel.gate import backstage_page
from kernel.pages import page
from kernel.tenancy import current
from tenant_apps.ticketing.sales import figures, first_steps


@backstage_page(may="")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What is to be done, what was sold, what comes next; who only scans goes to the door."""
    may = request.permissions  # type: ignore[attr-defined]
    if "orders.view" not in may:
        return redirect("backstage:door" if "tickets.scan" in may else "backstage:events")
    shop = current()
    steps = first_steps.steps() if "events.edit" in may else []
    context = {
        "shop": shop,
        "steps": [] if all(step.is_done for step in steps) else steps,
        "steps_done": sum(step.is_done for step in steps),
        "needs": figures.needs(),
        "next_sessions": figures.next_sessions(),
        **_sales(shop.timezone, with_money="money.view" in may),
    }
    return page(request, "backstage/sales/home.html", context)


def _sales(zone: str, *, with_money: bool) -> dict:
    days = figures.last_days(zone)
    return {
        "today": days[-1],
        "usual": figures.usual(days),
        "has_sold": any(one.tickets for one in days),
        "rows": [
            {
                "label": date_format(one.day, "D j M"),
                "value": one.tickets,
                "text": " · ".join(
                    [str(one.tickets), *map(str, one.takings if with_money else ())]
                ),
            }
            for one in days
        ],
    }
