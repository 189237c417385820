"""What is used of all meters, month by month, and who uses most."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from billing.catalogue import catalogue
from billing.services.figures import meters, scope
from billing.services.figures.meters import Meter, Used
from billing.wording import title
from kernel.gate import control_page
from kernel.moments import day
from kernel.money import Money
from kernel.pages import page, paginated
from kernel.templatetags.marquee import number

MONTHS = 6


@control_page
@require_GET
def usage_page(request: HttpRequest) -> HttpResponse:
    """Each meter in six months; of the one that is asked for, the accounts that use most of it."""
    months = scope.last_months(scope.today(), MONTHS)
    found = meters.used(months)
    known = {":".join(one.meter.key): one.meter for one in found}
    chosen = known.get(request.GET.get("meter", ""))
    month = _month(request.GET.get("month", ""), months)
    context: dict[str, Any] = {
        "months": months,
        "rows": _rows(found, months),
        "meter": chosen,
        "month": month,
        "is_rehearsal": scope.is_rehearsal(),
    }
    if chosen:
        listing = paginated(request, meters.users(chosen, month))
        key = ":".join(chosen.key)
        context |= {
            "page": listing,
            "users": [(one, _words(chosen, one.total)) for one in meters.told(listing)],
            "addon": _title(chosen.code),
            "chips": [
                {"label": day(one, "month"), "url": f"?meter={key}&month={one:%Y-%m}",
                 "is_here": one == month}
                for one in reversed(months)
            ],
        }  # fmt: skip
    return page(request, "billing/staff/usage.html", context)


def _rows(found: list[Used], months: list[date]) -> list[dict[str, Any]]:
    """A line for each meter with a word for each month, and how many accounts used it last."""
    by_meter: dict[Meter, dict[date, Used]] = {}
    for one in found:
        by_meter.setdefault(one.meter, {})[one.month] = one
    rows = []
    for meter in sorted(by_meter, key=lambda one: (_title(one.code), one.meter, one.currency)):
        used = by_meter[meter]
        last = used.get(months[-1])
        rows.append(
            {
                "meter": meter,
                "key": ":".join(meter.key),
                "addon": _title(meter.code),
                "cells": [_words(meter, used[m].total) if m in used else "" for m in months],
                "accounts": last.accounts if last else 0,
            }
        )
    return rows


def _words(meter: Meter, total: int) -> str:
    """A number, or money where the meter counts that."""
    return Money(total, meter.currency).format() if meter.currency else number(total)


def _month(text: str, months: list[date]) -> date:
    return next((one for one in months if f"{one:%Y-%m}" == text), months[-1])


def _title(code: str) -> str:
    try:
        return title(code, catalogue())
    except KeyError:
        return code or _("Other")
