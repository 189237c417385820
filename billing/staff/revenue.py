"""What we earn: figures with their formulas, charts, and the tables behind them."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from billing.catalogue import catalogue
from billing.models import Takings
from billing.services.figures import attach, failures, income, recurring, scope, taxes
from billing.staff import charts, files, tables, tiles
from billing.staff.forms import PeriodForm
from kernel.gate import control_page
from kernel.pages import page, paginated


@control_page
@require_GET
def revenue_page(request: HttpRequest) -> HttpResponse:
    """Recurring revenue and how it moves, what was earned, what failed, who has which add-on."""
    today = scope.today()
    months = scope.last_months(today)
    book = recurring.read()
    currencies = _currencies(book)
    currency = request.GET.get("currency", "")
    currency = currency if currency in currencies else currencies[0]
    moved = recurring.movements(book, months, currency=currency, today=today)
    earned = income.income(months, currency=currency)
    sold = income.gross(months, currency=currency)
    failed = failures.failed(months, currency=currency)
    rates = attach.rates(day=today)
    parts = recurring.by_code(book, months, currency=currency, today=today)
    context = {
        "currency": currency,
        "currencies": [
            {"label": code, "url": f"?currency={code}", "is_here": code == currency}
            for code in currencies
        ],
        "is_rehearsal": scope.is_rehearsal(),
        "read_at": Takings.objects.order_by("-read_at").values_list("read_at", flat=True).first(),
        "recurring": tiles.recurring(moved, currency),
        "earnings": tiles.earnings(earned, sold, failed, rates, currency),
        "mrr": charts.mrr(parts, currency),
        "attach": charts.attach(rates),
        "gross": charts.gross(sold, currency),
        "failed_chart": charts.failed(failed, currency),
        "movements": moved[::-1],
        "income": earned[::-1],
        "sold": sold[::-1],
        "failed": failed[::-1],
        "ages": _ages(failures.ageing(today=today), currency),
        "kinds": charts.kinds(),
    }
    return page(request, "billing/staff/revenue.html", context)


@control_page
@require_GET
def revenue_file(request: HttpRequest, what: str, kind: str) -> HttpResponseBase:
    """The same figures of all currencies, as CSV or XLSX."""
    makers = {"income": files.income, "movements": files.movements, "gross": files.gross}
    if what not in makers or kind not in ("csv", "xlsx"):
        raise Http404
    return tables.sent(makers[what](scope.today()), kind)


@control_page
@require_GET
def tax_page(request: HttpRequest) -> HttpResponse:
    """What invoices of a period said of VAT: by country, treatment and rate."""
    form, first, last = _period(request)
    rows = taxes.report(first, last)
    context = {
        "form": form,
        "page": paginated(request, rows, per_page=50),
        "totals": taxes.totals(rows),
        "first": first,
        "last": last,
        "query": f"first={first}&last={last}",
    }
    return page(request, "billing/staff/taxes.html", context)


@control_page
@require_GET
def tax_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The VAT of a period as CSV or XLSX."""
    if kind not in ("csv", "xlsx"):
        raise Http404
    _form, first, last = _period(request)
    return tables.sent(files.taxes(first, last), kind)


def _period(request: HttpRequest) -> tuple[PeriodForm, date, date]:
    """The days that are asked for; this quarter, where that makes no sense."""
    today = scope.today()
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    if not {"first", "last"} & set(request.GET):
        return PeriodForm(initial={"first": first, "last": today}), first, today
    form = PeriodForm(request.GET)
    if form.is_valid():
        return form, form.cleaned_data["first"], form.cleaned_data["last"]
    return form, first, today


def _ages(found: list[failures.Ageing], currency: str) -> list[tuple[str, int, int]]:
    """What is open in a currency by its age in words, and all of it; nothing where nothing is."""
    own = next((one for one in found if one.currency == currency), None)
    if own is None:
        return []
    rows = [(charts.age(days), own.numbers[days], own.sums[days]) for days in failures.AGES]
    return [*rows, ("", own.number, own.total)]


def _currencies(book: recurring.Book) -> list[str]:
    """Those of accounts first, then those in which shops sell."""
    own = book.currencies()
    found = [*own, *(code for code in income.currencies() if code not in own)]
    return found or [catalogue().currency]
