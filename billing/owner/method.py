"""How an account pays: at Stripe's own page, or by a test number where nothing is real."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_POST

from billing.collectors import sandbox
from billing.models import Invoice
from billing.owner.desk import FORMS_MAY_LEAD_TO_STRIPE, Desk, desk_of
from billing.owner.forms import CardForm
from billing.services.collecting import collector_of
from kernel.gate import signed_in_page
from kernel.pages import page
from kernel.rate import rate

SANDBOX = sandbox.SandboxCollector.code


@signed_in_page
@csp_override(FORMS_MAY_LEAD_TO_STRIPE)
@require_http_methods(["GET", "POST"])
def method_page(request: HttpRequest, subdomain: str) -> HttpResponse:
    """What we know of how the account pays, and the way to change it."""
    desk = desk_of(request, subdomain)
    is_sandbox = desk.account.collector == SANDBOX
    form = CardForm(request.POST or None, initial={"number": sandbox.SUCCEEDS})
    if is_sandbox and form.is_valid():
        sandbox.present(account=desk.account, number=form.cleaned_data["number"])
        messages.success(request, _("Saved: from now on you pay this way."))
        return redirect(_on(request, desk))
    context = {
        **desk.frame("details"),
        "form": form if is_sandbox else None,
        "method": desk.account.method,
        "then": _then(request, desk),
    }
    return page(request, "control/billing/method.html", context, status=422 if form.errors else 200)


@signed_in_page
@rate("20/hour")
@require_POST
def portal(request: HttpRequest, subdomain: str) -> HttpResponse:
    """Go to the collector's own page, and come back."""
    desk = desk_of(request, subdomain)
    back = request.build_absolute_uri(_then(request, desk) or desk.url("method"))
    return redirect(collector_of(desk.account).portal(account=desk.account, return_url=back))


def _on(request: HttpRequest, desk: Desk) -> str:
    """Where one was going; else to what is open; else the first page."""
    if then := _then(request, desk):
        return then
    open_ones = Invoice.objects.filter(
        account=desk.account, state=Invoice.State.OPEN, receipts__kind="failed"
    )
    if failed := open_ones.order_by("pk").first():
        return desk.url("invoice", failed.number)
    return desk.url("overview")


def _then(request: HttpRequest, desk: Desk) -> str:
    """The page that sent somebody here: one of this shop's own, or none."""
    said = request.POST.get("then") or request.GET.get("then", "")
    is_own = said.startswith(f"{desk.url('overview')}/") and "\\" not in said
    return said if is_own else ""
