"""Invoices: the list, one of them with all that became of it, its papers, and paying it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from billing.catalogue import percent
from billing.models import Invoice, Line, Receipt
from billing.owner import usage as counted
from billing.owner.desk import Desk, desk_of
from billing.owner.gauges import COUNTED
from billing.owner.words import failure
from billing.services import accounts, collecting, usage
from kernel.errors import Refusal
from kernel.gate import signed_in_page
from kernel.money import Money
from kernel.pages import page, paginated
from kernel.rate import rate


@signed_in_page
@require_GET
def invoices_page(request: HttpRequest, subdomain: str) -> HttpResponse:
    """All invoices, the newest first; of one year, if it is named."""
    desk = desk_of(request, subdomain)
    mine = Invoice.objects.filter(account=desk.account)
    years = [day.year for day in mine.dates("issued_on", "year", order="DESC")]
    year = next((one for one in years if str(one) == request.GET.get("year")), None)
    if year:
        mine = mine.filter(issued_on__year=year)
    chips = [{"label": _("All"), "url": "?", "is_here": year is None}]
    chips += [{"label": str(one), "url": f"?year={one}", "is_here": one == year} for one in years]
    context = {
        **desk.frame("invoices"),
        "page": paginated(request, mine.order_by("-pk")),
        "chips": chips if len(years) > 1 else [],
    }
    return page(request, "control/billing/invoices.html", context)


@signed_in_page
@require_GET
def invoice_page(request: HttpRequest, subdomain: str, number: str) -> HttpResponse:
    """What it asks for, line by line, and what became of that."""
    desk = desk_of(request, subdomain)
    invoice = own_invoice(desk, number)
    receipts = list(invoice.receipts.all())
    settled = sum(one.amount for one in receipts)
    left = invoice.total - settled if invoice.state == Invoice.State.OPEN else 0
    context = {
        **desk.frame("invoices"),
        "invoice": invoice,
        "lines": [(line, line.what in COUNTED) for line in invoice.lines.all()],
        "tax_percent": percent(invoice.tax_rate) if invoice.tax_rate else "",
        "receipts": [(one, _in_words(one, invoice)) for one in receipts],
        "left": Money(left, invoice.currency),
        "may_pay": left > 0,
        "next_look": _next_look(desk, invoice) if left > 0 and receipts else None,
        "zone": desk.account.zone,
    }
    return page(request, "control/billing/invoice.html", context)


@signed_in_page
@rate("20/hour")
@require_POST
def pay(request: HttpRequest, subdomain: str, number: str) -> HttpResponse:
    """Try to collect it now, by the payment method that is known now."""
    desk = desk_of(request, subdomain)
    invoice = own_invoice(desk, number)
    try:
        collecting.pay_now(invoice=invoice)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(desk.url("invoice", number))
    if invoice.state == Invoice.State.PAID:
        messages.success(request, _("Invoice {number} is paid.").format(number=number))
    elif (last := invoice.receipts.last()) and last.kind == Receipt.Kind.FAILED:
        said = _("That did not work: {why}. Choose another payment method, or try again.")
        messages.error(request, said.format(why=failure(last.failure)))
    else:
        messages.success(request, _("The payment is on its way. We write when it has arrived."))
    return redirect(desk.url("invoice", number))


@signed_in_page
@require_GET
def line_page(request: HttpRequest, subdomain: str, number: str, position: int) -> HttpResponse:
    """Every single time that a line of an invoice counted."""
    desk = desk_of(request, subdomain)
    line = _line(desk, number, position)
    listing = paginated(request, usage.of_line(line), per_page=counted.PER_PAGE)
    context = {
        **desk.frame("invoices"),
        "line": line,
        "invoice": line.invoice,
        "page": listing,
        "rows": counted.rows_of(listing),
        "zone": desk.account.zone,
    }
    return page(request, "control/billing/line.html", context)


@signed_in_page
@require_GET
def line_csv(request: HttpRequest, subdomain: str, number: str, position: int) -> HttpResponseBase:
    """The same as CSV."""
    desk = desk_of(request, subdomain)
    line = _line(desk, number, position)
    name = f"{number}-{position}-{line.meter}"
    return counted.as_csv(usage.of_line(line), zone=desk.account.zone, name=name)


def own_invoice(desk: Desk, number: str) -> Invoice:
    """An invoice of this account. Raises Http404 for anybody else's."""
    mine = Invoice.objects.filter(account=desk.account).select_related("account__tenant")
    return get_object_or_404(mine, number=number)


def _line(desk: Desk, number: str, position: int) -> Line:
    mine = Q(invoice__account=desk.account, invoice__number=number, position=position)
    found = Line.objects.select_related("invoice__account").filter(mine).first()
    if found is None or found.what not in COUNTED:
        raise Http404
    return found


def _next_look(desk: Desk, invoice: Invoice) -> date | None:
    """The day on which we try again by ourselves, if it is still to come."""
    if invoice.next_attempt_at is None:
        return None
    day = accounts.today(desk.account, invoice.next_attempt_at)
    return day if day > desk.today else None


def _in_words(receipt: Receipt, invoice: Invoice) -> str:
    said: dict[str, Any] = {
        "amount": Money(abs(receipt.amount), invoice.currency),
        "method": receipt.method or _("your payment method"),
        "why": failure(receipt.failure),
        "ref": receipt.ref,
    }
    sentences = {
        Receipt.Kind.PAID: _("{amount} paid with {method}."),
        Receipt.Kind.FAILED: _("We tried {method}, and {why}."),
        Receipt.Kind.SET_OFF: _("{amount} set off against {ref}."),
        Receipt.Kind.WRITTEN_OFF: _("We have given up {amount} of it."),
    }
    if receipt.kind == Receipt.Kind.WRITTEN_OFF and receipt.amount < 0:
        return _("It came after all.")
    return sentences[Receipt.Kind(receipt.kind)].format(**said)
