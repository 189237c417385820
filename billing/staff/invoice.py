"""One invoice as our staff sees it: its lines, what happened, and what can be done about it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from billing.documents.keeping import keep, name_of, read
from billing.models import Invoice, Receipt
from billing.services import collecting
from billing.services.figures import scope
from billing.staff.acts import Act, answer, staff, sure
from billing.staff.forms import WriteOffForm
from billing.templatetags.staff_words import failure
from kernel.gate import control_page
from kernel.money import Money
from kernel.pages import page


@control_page
@require_GET
def invoice_page(request: HttpRequest, number: str) -> HttpResponse:
    """One invoice: its lines, and what happened to what it asks for."""
    invoice = named(number)
    receipts = list(invoice.receipts.order_by("at", "pk"))
    left = collecting.open_amount(invoice)
    context = {
        "invoice": invoice,
        "account": invoice.account,
        "lines": invoice.lines.order_by("position"),
        "receipts": receipts,
        "failures": sum(1 for one in receipts if one.kind == Receipt.Kind.FAILED),
        "open": left,
        "rate": invoice.tax_rate / 10_000,
        "is_late": left > 0 and invoice.due_on < scope.today(),
    }
    return page(request, "billing/staff/invoice.html", context)


@control_page
@require_GET
def invoice_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The PDF as it was sent, with its data inside."""
    invoice = named(number)
    file = HttpResponse(read(keep(invoice=invoice)), content_type="application/pdf")
    file["Content-Disposition"] = f'inline; filename="{name_of(invoice)}"'
    file["Cache-Control"] = "private, no-store"
    return file


@control_page
@require_http_methods(["GET", "POST"])
def collect_page(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for what is open once more, now."""
    invoice = named(number)
    left = Money(collecting.open_amount(invoice), invoice.currency).format()
    act = _act(
        invoice,
        title=_("Collect {sum} of invoice {number} now?").format(sum=left, number=number),
        text=_("We ask the organizer’s payment method once more, without waiting for the day."),
        touches=[
            _("Open credit notes of the account are set off first."),
            _("Paid, the account is good again at once. Failed, it is told so by mail."),
        ],
        action=_("Collect it now"),
    )

    def collect() -> str:
        return _became(collecting.pay_now(invoice=invoice))

    return answer(request, act, sure(request), collect)


@control_page
@require_http_methods(["GET", "POST"])
def write_off_page(request: HttpRequest, number: str) -> HttpResponse:
    """Give up what is open."""
    invoice = named(number)
    left = Money(collecting.open_amount(invoice), invoice.currency).format()
    form = WriteOffForm(request.POST or None)
    act = _act(
        invoice,
        title=_("Write off {sum} of invoice {number}?").format(sum=left, number=number),
        text=_("We give this sum up for good. The invoice itself stays as it was written."),
        touches=[
            _("Nobody is asked for it any more."),
            _("If nothing else is owed, the account is good again and its add-ons are back."),
        ],
        action=_("Write it off"),
        done=_("Invoice {number} is written off.").format(number=number),
        danger=True,
    )

    def write_off() -> None:
        reason = form.cleaned_data["reason"]
        collecting.write_off(invoice=invoice, by=staff(request), reason=reason)

    return answer(request, act, form, write_off)


def named(number: str) -> Invoice:
    """The invoice with this number. Raises Http404."""
    found = Invoice.objects.select_related("account__tenant")
    return get_object_or_404(found, number=number)


def _act(invoice: Invoice, *, done: str = "", **said: Any) -> Act:
    url = reverse("staff_billing:invoice", args=[invoice.number])
    return Act(back=invoice.number, back_url=url, done=done, **said)


def _became(invoice: Invoice) -> str:
    """What became of an attempt, in words."""
    if invoice.state == Invoice.State.PAID:
        return _("Invoice {number} is paid.").format(number=invoice.number)
    last = invoice.receipts.order_by("pk").last()
    if last and last.kind == Receipt.Kind.FAILED:
        return _("It failed once more: {failure}.").format(failure=failure(last.failure))
    return _("The payment is on its way.")
