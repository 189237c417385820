"""The money page: what was earned, in which period, of which event, and the entries behind it."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from billing import sheets
from billing.forms import PeriodForm
from billing.services import payouts
from billing.services.payouts import Period
from kernel.gate import backstage_page
from kernel.pages import page, paginated
from kernel.tenancy import current
from tenant_apps.ticketing.events.models import Event

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Asked:
    """What the address asks for; this month by event, where that makes no sense."""

    form: PeriodForm
    period: Period
    by: str

    @property
    def query(self) -> str:
        """The period as a query string."""
        return urlencode({"first": self.period.first, "last": self.period.last, "by": self.by})


@backstage_page(may="money.view")
@require_GET
def money(request: HttpRequest) -> HttpResponse:
    """The payout statement of a period."""
    asked = _asked(request)
    said = payouts.statement(asked.period, by=asked.by)
    shown = paginated(request, said.rows, per_page=100)
    context = {
        "asked": asked,
        "form": asked.form,
        "page": shown,
        "totals": said.totals,
        "shop": current(),
        "presets": _presets(asked),
    }
    return page(request, "backstage/billing/money.html", context)


@backstage_page(may="money.view")
@require_GET
def entries(request: HttpRequest) -> HttpResponse:
    """Every movement behind the statement, of one event or of all."""
    asked = _asked(request)
    event = _event(request)
    shown = paginated(request, payouts.entries(asked.period, event=event), per_page=50)
    names = payouts.event_names(one.about for one in shown)
    rows = [(one, names.get(one.about, "")) for one in shown]
    context = {
        "asked": asked,
        "page": shown,
        "rows": rows,
        "event": event,
        "event_name": _event_name(event),
        "zone": asked.period.zone,
    }
    return page(request, "backstage/billing/entries.html", context)


@backstage_page(may="money.view")
@require_GET
def entries_csv(request: HttpRequest) -> HttpResponseBase:
    """The entries as CSV, sent while they are read."""
    asked = _asked(request)
    lines = sheets.entries_csv(asked.period, event=_event(request))
    return _file(StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8"),
                 asked, "entries", "csv")  # fmt: skip


@backstage_page(may="money.view")
@require_GET
def statement_csv(request: HttpRequest) -> HttpResponseBase:
    """The statement as CSV."""
    asked = _asked(request)
    said = payouts.statement(asked.period, by=asked.by)
    lines = "".join(sheets.statement_csv(said, by=asked.by))
    return _file(HttpResponse(lines, content_type="text/csv; charset=utf-8"),
                 asked, "statement", "csv")  # fmt: skip


@backstage_page(may="money.view")
@require_GET
def statement_xlsx(request: HttpRequest) -> HttpResponseBase:
    """Statement, totals and entries as a workbook."""
    asked = _asked(request)
    file = sheets.workbook(asked.period, shop=current().name)
    return _file(FileResponse(file, content_type=XLSX), asked, "statement", "xlsx")


def _asked(request: HttpRequest) -> Asked:
    zone = current().timezone
    today = timezone.now().astimezone(ZoneInfo(zone)).date()
    usual = Period(today.replace(day=1), today, zone)
    if not {"first", "last", "by"} & set(request.GET):
        initial = {"first": usual.first, "last": usual.last, "by": "event"}
        return Asked(PeriodForm(initial=initial), usual, "event")
    typed = request.GET.copy()
    typed.setdefault("first", str(usual.first))
    typed.setdefault("last", str(usual.last))
    typed.setdefault("by", "event")
    form = PeriodForm(typed)
    by = typed.get("by") if typed.get("by") in payouts.BY else "event"
    if not form.is_valid():
        return Asked(form, usual, str(by))
    said = form.cleaned_data
    return Asked(form, Period(said["first"], said["last"], zone), str(by))


def _presets(asked: Asked) -> list[tuple[str, str, bool]]:
    """Usual periods: words, query string, and whether it is the one that is shown."""
    today = timezone.now().astimezone(ZoneInfo(asked.period.zone)).date()
    month = today.replace(day=1)
    before = month - timedelta(days=1)
    days: list[tuple[str, date, date]] = [
        (_("This month"), month, today),
        (_("Last month"), before.replace(day=1), before),
        (_("This year"), today.replace(month=1, day=1), today),
        (_("Last year"), date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    ]
    shown = (asked.period.first, asked.period.last)
    return [
        (words, urlencode({"first": first, "last": last, "by": asked.by}), (first, last) == shown)
        for words, first, last in days
    ]


def _event(request: HttpRequest) -> int | str | None:
    text = request.GET.get("event", "")
    if text == "none":
        return text
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _event_name(event: int | str | None) -> str:
    if event is None:
        return ""
    if event == "none":
        return _("Of no single event")
    return Event.objects.filter(pk=event).values_list("name", flat=True).first() or f"#{event}"


def _file(response: HttpResponseBase, asked: Asked, what: str, kind: str) -> HttpResponseBase:
    shop, period = current().subdomain, asked.period
    name = f"{shop}-{what}-{period.first}-{period.last}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
