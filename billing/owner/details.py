"""Whom we write to, and codes that make an invoice smaller."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from billing.models import Account, Redemption
from billing.owner.desk import Desk, desk_of, user_of
from billing.owner.forms import CouponForm, DetailsForm
from billing.services import accounts, coupons, vat_numbers
from billing.spans import after
from kernel.errors import Refusal
from kernel.gate import signed_in_page
from kernel.pages import page
from kernel.rate import rate


@signed_in_page
@require_http_methods(["GET", "POST"])
def details_page(request: HttpRequest, subdomain: str) -> HttpResponse:
    """Name, address, VAT number, e-mail and language of invoices; and the way one pays."""
    desk = desk_of(request, subdomain)
    initial = {name: getattr(desk.account, name) for name in accounts.FIELDS}
    form = DetailsForm(request.POST or None, initial=initial)
    if form.is_valid():
        return _saved(request, desk, form)
    return _page(request, desk, form, CouponForm())


@rate("20/hour", by=user_of)
def _saved(request: HttpRequest, desk: Desk, form: DetailsForm) -> HttpResponse:
    """Keep the details, and ask the register, which has no time for guesses.

    Raises TooManyRequests.
    """
    account = accounts.details(account=desk.account, by=desk.by, **form.cleaned_data)
    if account.vat_id and account.vat_state == Account.Vat.PENDING:
        vat_numbers.check(account=account)
    messages.success(request, _("Saved. The next invoice has it."))
    return redirect(desk.url("details"))


@signed_in_page
@require_http_methods(["GET", "POST"])
def coupon(request: HttpRequest, subdomain: str) -> HttpResponse:
    """Use a code. Whoever opens the address of a refused one is led back to the form."""
    desk = desk_of(request, subdomain)
    if request.method == "GET":
        return redirect(desk.url("details"))
    return _used(request, desk, CouponForm(request.POST))


@rate("20/hour")
def _used(request: HttpRequest, desk: Desk, form: CouponForm) -> HttpResponse:
    """Redeem the code, which nobody may guess. Raises TooManyRequests."""
    if form.is_valid():
        try:
            made = coupons.redeem(account=desk.account, by=desk.by, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("code", str(refusal))
        else:
            said = _("{percent} % off, from this month on.").format(percent=made.coupon.percent)
            messages.success(request, said)
            return redirect(desk.url("details"))
    initial = {name: getattr(desk.account, name) for name in accounts.FIELDS}
    return _page(request, desk, DetailsForm(initial=initial), form)


def _page(
    request: HttpRequest, desk: Desk, form: DetailsForm, coupon_form: CouponForm
) -> HttpResponse:
    used = Redemption.objects.filter(account=desk.account).select_related("coupon")
    context = {
        **desk.frame("details"),
        "form": form,
        "coupon_form": coupon_form,
        "coupons": [(one, after(one.first, one.coupon.months - 1)) for one in used],
        "checked": desk.account.vat_checks.first(),
        "method": desk.account.method,
    }
    status = 422 if form.errors or coupon_form.errors else 200
    return page(request, "control/billing/details.html", context, status=status)
