"""Usage, as it is counted: live, by day, and down to the single time."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from billing.catalogue import AddOnOffer, catalogue
from billing.models import Usage
from billing.owner import gauges
from billing.owner.desk import Desk, desk_of
from billing.owner.forms import MonthForm
from billing.owner.shelf import shelf
from billing.services import usage
from billing.spans import after, month_of
from kernel.gate import signed_in_page
from kernel.moments import day as written
from kernel.money import Money
from kernel.pages import page, paginated
from kernel.spreadsheets import harmless
from kernel.tenancy import PUBLIC, in_tenant

PER_PAGE = 50
BOM = "\ufeff"
CHUNK = 2000
COLUMNS = ("at_utc", "at_local", "add_on", "meter", "quantity", "currency", "taken_with_the_charge",
           "source")  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A meter of an add-on in a month, as an address asks for it."""

    desk: Desk
    offer: AddOnOffer
    meter: str
    month: date
    form: MonthForm

    @cached_property
    def rows(self) -> QuerySet[Usage]:
        """Every single time, the newest first."""
        found = usage.between(self.desk.account, self.month, after(self.month))
        return found.filter(code=self.offer.code, meter=self.meter).order_by("-occurred_at", "-pk")

    @property
    def is_now(self) -> bool:
        """Is it the month that still goes on?"""
        return self.month == month_of(self.desk.today)


@signed_in_page
@require_GET
def usage_page(request: HttpRequest, subdomain: str) -> HttpResponse:
    """Every meter of what the account has, in one month."""
    desk = desk_of(request, subdomain)
    form, month = _month(request, desk)
    context = {
        **desk.frame("usage"),
        "form": form,
        "month": month,
        "is_now": month == month_of(desk.today),
        "gauges": gauges.gauges(
            desk.account,
            shelf(desk.account, desk.today),
            month,
            gauges.costs(desk.account, month, desk.today),
        ),
    }
    return page(request, "control/billing/usage.html", context)


@signed_in_page
@require_GET
def meter_page(request: HttpRequest, subdomain: str, code: str, meter: str) -> HttpResponse:
    """One meter: the figures as they grow, day by day, and every single time.

    A script asks for the figures again with `?since=`, the newest row it knows of; nothing is said
    (204) where nothing has come.
    """
    asked = _asked(request, subdomain, code, meter)
    newest = asked.rows.order_by("-pk").values_list("pk", flat=True).first() or 0
    if request.GET.get("since") == str(newest):
        return HttpResponse(status=204)
    found = usage.daily(asked.desk.account, asked.month, after(asked.month))
    cost = gauges.costs(asked.desk.account, asked.month, asked.desk.today)
    shown = gauges.gauges_of(asked.desk.account, asked.offer, meter, found, cost)
    listing = paginated(request, asked.rows, per_page=PER_PAGE)
    context = {
        **asked.desk.frame("usage"),
        "asked": asked,
        "gauges": [(one, gauges.days(one, asked.month, asked.desk.today, found)) for one in shown],
        "newest": newest,
        "page": listing,
        "rows": [_row(one) for one in listing],
        "zone": asked.desk.account.zone,
    }
    return page(request, "control/billing/meter.html", context)


@signed_in_page
@require_GET
def meter_csv(request: HttpRequest, subdomain: str, code: str, meter: str) -> HttpResponseBase:
    """Every single time of a meter in a month, as CSV."""
    asked = _asked(request, subdomain, code, meter)
    name = f"{asked.desk.tenant.subdomain}-{code}-{meter}-{asked.month:%Y-%m}"
    return as_csv(asked.rows, zone=asked.desk.account.zone, name=name)


def as_csv(rows: QuerySet[Usage], *, zone: str, name: str) -> HttpResponseBase:
    """Usage as a file, sent while it is read; what somebody wrote is never run as a formula."""
    response = StreamingHttpResponse(_lines(rows, zone), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "no-store"
    return response


def rows_of(listing: Any) -> list[tuple[Usage, str]]:
    """A page of usage: each row, and its quantity in words."""
    return [_row(one) for one in listing]


class _Echo:
    """A file that hands each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _lines(rows: QuerySet[Usage], zone: str) -> Iterator[str]:
    local = ZoneInfo(zone)
    writer = csv.writer(_Echo())
    yield BOM
    yield writer.writerow(COLUMNS)
    with in_tenant(PUBLIC):  # by then the request is over
        for one in rows.iterator(chunk_size=CHUNK):
            cells = (
                one.occurred_at.isoformat(),
                one.occurred_at.astimezone(local).isoformat(),
                one.code,
                one.meter,
                Money(one.quantity, one.currency).decimal if one.currency else one.quantity,
                one.currency,
                "yes" if one.is_collected else "",
                one.source,
            )
            yield writer.writerow([harmless(cell) for cell in cells])


def _row(one: Usage) -> tuple[Usage, str]:
    if one.currency:
        return one, Money(one.quantity, one.currency).format()
    return one, f"{one.quantity:,}"


def _asked(request: HttpRequest, subdomain: str, code: str, meter: str) -> Asked:
    desk = desk_of(request, subdomain)
    try:
        offer = catalogue().shown_in(desk.account.currency).addon(code)
    except KeyError as unknown:
        raise Http404 from unknown
    if meter not in gauges.meters_of(offer):
        raise Http404
    form, month = _month(request, desk)
    return Asked(desk, offer, meter, month, form)


def _month(request: HttpRequest, desk: Desk) -> tuple[MonthForm, date]:
    """The month that the address asks for; this one, where it asks for none that we have."""
    this = month_of(desk.today)
    said = {"month": request.GET.get("month") or f"{this:%Y-%m}"}
    since = desk.account.opened_at.astimezone(ZoneInfo(desk.account.zone)).date()
    known = {"today": desk.today, "since": since, "words": lambda one: written(one, "month")}
    form = MonthForm(said, **known)
    if not form.is_valid():
        return MonthForm({"month": f"{this:%Y-%m}"}, **known), this
    return form, date.fromisoformat(f"{form.cleaned_data['month']}-01")
