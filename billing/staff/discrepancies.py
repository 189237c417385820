"""Where a collector's books differ from ours: open ones with their age, settled with a note."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from billing.models import Discrepancy
from billing.services.discrepancies import settle
from billing.staff.acts import Act, answer, staff
from billing.staff.forms import NoteForm
from kernel.gate import control_page
from kernel.pages import page, paginated

SORTS = {"found": "found_at", "kind": "kind", "shop": "account__tenant__name"}
OLD = 5  # days: none is to get older


@control_page
@require_GET
def discrepancies_page(request: HttpRequest) -> HttpResponse:
    """The open ones, the oldest first; or those that are settled."""
    is_settled = request.GET.get("state") == "settled"
    found = Discrepancy.objects.select_related("account__tenant").filter(
        settled_at__isnull=not is_settled
    )
    asked = request.GET.get("sort", "")
    column = SORTS.get(asked.removeprefix("-"), "")
    usual = "-settled_at" if is_settled else "found_at"
    order = (f"-{column}" if asked.startswith("-") else column) if column else usual
    listing = paginated(request, found.order_by(order, "pk"))
    now = timezone.now()
    chips = [
        {"label": _("Unsettled"), "url": "?", "is_here": not is_settled},
        {"label": _("Settled"), "url": "?state=settled", "is_here": is_settled},
    ]
    rows = [
        {"one": one, "days": (days := (now - one.found_at).days), "is_old": days > OLD}
        for one in listing
    ]
    context = {"page": listing, "rows": rows, "is_settled": is_settled, "chips": chips, "old": OLD}
    return page(request, "billing/staff/discrepancies.html", context)


@control_page
@require_http_methods(["GET", "POST"])
def settle_page(request: HttpRequest, discrepancy_id: int) -> HttpResponse:
    """Put one away, and say what it was."""
    found = Discrepancy.objects.select_related("account__tenant")
    one = get_object_or_404(found, pk=discrepancy_id, settled_at=None)
    form = NoteForm(request.POST or None)
    act = Act(
        title=_("Settle the difference in {kind}").format(kind=one.kind.replace("_", " ")),
        text=_("{shop}, {ref}").format(shop=one.account.tenant.name, ref=one.ref),
        touches=[
            _("Ours: {ours}").format(ours=one.ours),
            _("Theirs: {theirs}").format(theirs=one.theirs),
            _("Nothing is changed in either book. It is found anew once they say something else."),
        ],
        action=_("Settle it"),
        done=_("It is settled."),
        back=_("Differences with Stripe"),
        back_url=reverse("staff_billing:discrepancies"),
    )

    def put_away() -> None:
        settle(discrepancy=one, by=staff(request), note=form.cleaned_data["note"])

    return answer(request, act, form, put_away)
