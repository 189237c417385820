"""The first page of backstage: first steps, then today in words and figures."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kernel.first_steps import all_steps
from kernel.gate import backstage_page
from kernel.lists import services as arranged
from kernel.lists.models import PutAway
from kernel.pages import page
from kernel.tenancy import current
from tenant_apps.ticketing.sales import figures
from themes.toasts import say

FIRST_STEPS = "first-steps"


@backstage_page(may="")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What is to be done, what was sold, what comes next; who only scans goes to the door."""
    may = request.permissions  # type: ignore[attr-defined]
    if "orders.view" not in may:
        return redirect("backstage:door" if "tickets.scan" in may else "backstage:events")
    shop = current()
    context = {
        "shop": shop,
        "needs": figures.needs(),
        "next_sessions": figures.next_sessions(),
        **_steps(request),
        **_sales(shop.timezone, with_money="money.view" in may),
    }
    return page(request, "backstage/sales/home.html", context)


@backstage_page(may="")
@require_POST
def dismiss(request: HttpRequest) -> HttpResponse:
    """Put the later steps away; they can be taken out again."""
    user_id = int(request.user.pk or 0)
    if request.GET.get("again"):
        arranged.take_out(user_id=user_id, what=FIRST_STEPS)
    else:
        arranged.put_away(user_id=user_id, what=FIRST_STEPS)
        back = reverse("backstage:first_steps") + "?again=1"
        say(request, _("The steps are put away."), undo_url=back)
    return redirect("backstage:home")


def _steps(request: HttpRequest) -> dict[str, Any]:
    """The steps without which nothing can be sold; once they are done, what else is worth doing."""
    steps = all_steps(request.permissions)  # type: ignore[attr-defined]
    first = [step for step in steps if not step.is_later]
    to_do = [step for step in first if not step.is_done]
    said = {
        "steps": first if to_do else [],
        "next_step": to_do[0] if to_do else None,
        "steps_to_do": to_do[1:],
        "steps_done": [step for step in first if step.is_done],
    }
    if to_do:
        return said
    later = [step for step in steps if step.is_later and not step.is_done]
    mine = PutAway.objects.filter(user_id=int(request.user.pk or 0), what=FIRST_STEPS)
    if later and mine.exists():
        later = []
    return {**said, "later_steps": later}


def _sales(zone: str, *, with_money: bool) -> dict[str, Any]:
    days = figures.last_days(zone)
    hours = figures.hours_of_today(zone)
    usual = figures.usual(days)
    return {
        "today": days[-1],
        "usual": usual,
        "usual_by_now": next((one.usual for one in reversed(hours) if one.sold is not None), 0),
        "has_sold": any(one.tickets for one in days),
        "hours": [
            {
                "label": f"{one.hour:02}:00",
                "value": one.sold,
                "usual": round(one.usual),
                "text": "–" if one.sold is None else str(one.sold),
                "usual_text": f"{one.usual:.0f}",
            }
            for one in hours
        ],
        "days": [
            {
                "label": date_format(one.day, "D j"),
                "value": one.tickets,
                "text": " · ".join(
                    [str(one.tickets), *map(str, one.takings if with_money else ())]
                ),
                "is_now": one is days[-1],
            }
            for one in days
        ],
    }
