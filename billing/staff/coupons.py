"""Coupons: which there are, how often they were used; made and ended."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from billing.catalogue import catalogue
from billing.models import Coupon
from billing.services import coupons
from billing.services.figures import scope
from billing.staff.acts import Act, answer, staff, sure
from billing.staff.forms import CouponForm
from billing.wording import title
from kernel.gate import control_page
from kernel.pages import page, paginated

SORTS = {"code": "code", "percent": "percent", "months": "months", "until": "good_until",
         "used": "used", "made": "pk"}  # fmt: skip


@control_page
@require_GET
def coupons_page(request: HttpRequest) -> HttpResponse:
    """All coupons, the newest first."""
    asked = request.GET.get("sort", "")
    column = SORTS.get(asked.removeprefix("-"), "")
    order = (f"-{column}" if asked.startswith("-") else column) if column else "-pk"
    found = Coupon.objects.annotate(used=Count("redemptions")).order_by(order, "-pk")
    listing = paginated(request, found)
    rows = [{"coupon": one, "good_for": _good_for(one), "state": _state(one)} for one in listing]
    return page(request, "billing/staff/coupons.html", {"page": listing, "rows": rows})


@control_page
@require_http_methods(["GET", "POST"])
def coupon_new_page(request: HttpRequest) -> HttpResponse:
    """Make a coupon."""
    form = CouponForm(request.POST or None)
    act = _act(
        title=_("Make a coupon"),
        text=_("It takes something off fixed fees, for each account once. Its terms cannot be "
               "changed later; end it, and make another."),
        action=_("Make the coupon"),
        done=_("The coupon can be used from now on."),
    )  # fmt: skip

    def make() -> None:
        coupons.make(by=staff(request), **form.cleaned_data)

    return answer(request, act, form, make)


@control_page
@require_http_methods(["GET", "POST"])
def coupon_end_page(request: HttpRequest, coupon_id: int) -> HttpResponse:
    """Let nobody use a coupon any more."""
    coupon = get_object_or_404(Coupon, pk=coupon_id)
    act = _act(
        title=_("End the coupon {code}?").format(code=coupon.code),
        text=_("Nobody can use it any more. Accounts that have used it keep it for its months."),
        action=_("End the coupon"),
        done=_("{code} is ended.").format(code=coupon.code),
        danger=True,
    )

    def end() -> None:
        coupons.end(coupon=coupon)

    return answer(request, act, sure(request), end)


def _act(**said: Any) -> Act:
    return Act(back=_("Coupons"), back_url=reverse("staff_billing:coupons"), **said)


def _good_for(coupon: Coupon) -> list[str]:
    prices = catalogue()
    known = {"plan", *(one.code for one in prices.addons)}
    return [title(code, prices) if code in known else code for code in coupon.codes]


def _state(coupon: Any) -> str:
    """Whether it can be used today; `used` says how often it was."""
    over = coupon.good_until and coupon.good_until < scope.today()
    used_up = coupon.most is not None and coupon.used >= coupon.most
    if coupon.ended_at:
        return "ended"
    return "expired" if over else "sold_out" if used_up else "active"
