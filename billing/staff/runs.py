"""The month's invoice run: begun or gone on with by hand, a while at a time."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from billing.models import Run
from billing.services import invoicing
from billing.staff.acts import Act, answer, sure
from kernel.gate import control_page

A_WHILE = 20.0  # seconds: a page that answers; the clock, or another click, does the rest


@control_page
@require_http_methods(["GET", "POST"])
def run_page(request: HttpRequest) -> HttpResponse:
    """Write the invoices that are due by now."""
    act = Act(
        title=_("Write the invoices that are due?"),
        text=_("The clock does this by itself from the 1st of the month on, six in the morning "
               "where each account lives."),
        touches=[
            _("Each account whose month has begun gets its invoice, once; whoever has it already "
              "is passed over."),
            _("Invoices are mailed and collected at once. An issued invoice cannot be taken back, "
              "only credited."),
            _("It works for twenty seconds at a time. What is left, another click or the clock "
              "goes on with."),
        ],
        action=_("Write the invoices"),
        done=_("Nothing was due."),
        back=_("Invoices"),
        back_url=reverse("staff_billing:invoices"),
    )  # fmt: skip
    return answer(request, act, sure(request), _run)


def _run() -> str | None:
    run = invoicing.run(now=timezone.now(), seconds=A_WHILE)
    return None if run is None else _told(run)


def _told(run: Run) -> str:
    words = _("{seen} of {total} accounts looked at, {issued} invoices written, {failed} failed.")
    return words.format(seen=run.seen, total=run.total, issued=run.issued, failed=run.failed)
