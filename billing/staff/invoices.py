"""All invoices: found, added up, written as files."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from billing.models import Invoice, Receipt, Run
from billing.services.figures import scope
from billing.staff import tables
from billing.staff.forms import InvoiceSearch
from kernel.gate import control_page
from kernel.money import Money
from kernel.pages import page, paginated

SORTS = {"number": "number", "shop": "account__tenant__name", "month": "month",
         "issued": "issued_on", "total": "total", "state": "state", "due": "due_on"}  # fmt: skip
HEADS = ("number", "kind", "shop", "buyer", "buyer_country", "buyer_vat_id", "month", "issued_on",
         "due_on", "currency", "net", "tax_category", "tax_rate_percent", "tax", "gross", "open",
         "state", "collector", "collector_ref")  # fmt: skip


@control_page
@require_GET
def invoices_page(request: HttpRequest) -> HttpResponse:
    """Every invoice and credit note, by state, month, shop and currency, with totals."""
    form, found = _asked(request)
    listing = paginated(request, _with_settled(found).order_by(*_order(request)))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": listing,
        "rows": [(one, _open(one)) for one in listing],
        "form": form,
        "q": form.cleaned_data.get("q", ""),
        "month": request.GET.get("month", "") if form.cleaned_data.get("month") else "",
        "totals": _totals(found),
        "states": _states(),
        "months": _months(),
        "run": Run.objects.first(),
        "query": query.urlencode(),
        "is_rehearsal": scope.is_rehearsal(),
    }
    return page(request, "billing/staff/invoices.html", context)


@control_page
@require_GET
def invoices_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The same invoices with their tax, as CSV or XLSX."""
    if kind not in ("csv", "xlsx"):
        raise Http404
    _form, found = _asked(request)
    rows = _rows(_with_settled(found).order_by("pk"))
    return tables.sent(tables.Table(f"invoices-{scope.today()}", HEADS, rows), kind)


def _asked(request: HttpRequest) -> tuple[InvoiceSearch, QuerySet[Invoice]]:
    form = InvoiceSearch(request.GET)
    form.is_valid()
    said = form.cleaned_data
    found = Invoice.objects.filter(scope.paying("account__"))
    if q := said.get("q", "").replace("\x00", "").strip():
        found = found.filter(
            Q(number__icontains=q)
            | Q(account__tenant__name__icontains=q)
            | Q(account__tenant__subdomain__icontains=q)
            | Q(account__legal_name__icontains=q)
        )
    if state := said.get("state"):
        failed = Receipt.objects.filter(kind=Receipt.Kind.FAILED).values("invoice")
        found = found.filter(
            Q(state=Invoice.State.OPEN, pk__in=failed) if state == "failed" else Q(state=state)
        )
    if month := said.get("month"):
        found = found.filter(month=month)
    if currency := said.get("currency"):
        found = found.filter(currency=currency)
    return form, found


def _with_settled(found: QuerySet[Invoice]) -> QuerySet[Invoice]:
    return found.select_related("account__tenant").annotate(
        settled=Coalesce(Sum("receipts__amount"), 0)
    )


def _open(invoice: Any) -> int:
    """What is left of it; `settled` is the sum of its receipts."""
    return invoice.total - int(invoice.settled) if invoice.state == Invoice.State.OPEN else 0


def _order(request: HttpRequest) -> tuple[str, ...]:
    asked = request.GET.get("sort", "")
    column = SORTS.get(asked.removeprefix("-"))
    if column is None:
        return ("-pk",)
    return (f"-{column}" if asked.startswith("-") else column, "-pk")


def _totals(found: QuerySet[Invoice]) -> list[dict[str, Any]]:
    """What the list adds up to in each currency; what of it is open, receipts counted."""
    rows = found.order_by().values("currency").annotate(
        sum_net=Sum("net"), sum_tax=Sum("tax"), sum_total=Sum("total"), number=Count("pk"),
        asked=Sum("total", filter=Q(state=Invoice.State.OPEN), default=0),
    )  # fmt: skip
    settled = dict(
        Receipt.objects.filter(invoice__in=found.filter(state=Invoice.State.OPEN))
        .order_by()
        .values_list("invoice__currency")
        .annotate(sum=Sum("amount"))
    )
    return [
        {**row, "open": int(row["asked"]) - int(settled.get(row["currency"], 0))}
        for row in sorted(rows, key=lambda row: row["currency"])
    ]


def _states() -> list[tuple[str, str]]:
    return [("failed", _("open, failed")), *((code, str(word)) for code, word in
                                             Invoice.State.choices)]  # fmt: skip


def _months() -> list[Any]:
    """The months that have invoices, the newest first."""
    return list(Invoice.objects.order_by("-month").values_list("month", flat=True).distinct()[:36])


def _rows(found: QuerySet[Invoice]) -> Iterator[list[Any]]:
    """One line for each invoice, in the order of HEADS."""
    for one in found.iterator(chunk_size=1000):
        money = [Money(sum_, one.currency) for sum_ in (one.net, one.tax, one.total, _open(one))]
        yield [
            one.number, one.kind, one.account.tenant.subdomain, one.buyer.get("name", ""),
            one.buyer.get("country", ""), one.buyer.get("vat_id", ""), f"{one.month:%Y-%m}",
            one.issued_on, one.due_on, one.currency, money[0], one.tax_category,
            Decimal(one.tax_rate).scaleb(-2), money[1], money[2], money[3], one.state,
            one.collector, one.collector_ref,
        ]  # fmt: skip
