"""Who stands backstage: found only where a page asks for a member."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from kernel.actor import Actor, act_as_for_request
from kernel.errors import Refusal
from kernel.roles import GUEST
from shared_apps.tenants.middleware import shut
from tenant_apps.office.team import services
from tenant_apps.office.team.models import Member

VISIT = "platform_visit"


class OnlyLooking(Refusal):
    """A guest of the demo changes nothing, whatever the page would let his role do."""

    code = "only_looking"
    sentence = _("You are looking around as a guest. Nothing can be changed here.")
    status = 403


class MemberMiddleware:
    """Sets `request.member` and `request.permissions` on backstage pages; nobody elsewhere.

    Costs one query, and only for a signed-in reader of a backstage page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Begin as nobody; the page is known in `process_view`."""
        request.member = None  # type: ignore[attr-defined]
        request.permissions = frozenset()  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Find the member, if the page is one of backstage."""
        door = getattr(view, "door", None)
        shop = request.tenant  # type: ignore[attr-defined]
        if door is None or door.kind != "backstage" or shop.is_public:
            return None
        self._find(request)
        member = request.member  # type: ignore[attr-defined]
        if not shop.is_active and not (member and member.is_platform_staff):
            return shut(request, shop)
        if member and member.role == GUEST and request.method not in ("GET", "HEAD"):
            return render(request, "kernel/refusal.html", {"refusal": OnlyLooking()}, status=403)
        return None

    def _find(self, request: HttpRequest) -> None:
        if not request.session.session_key or not request.user.is_authenticated:
            return
        member = Member.objects.working().select_related("user").filter(user=request.user).first()
        if member is None or (member.is_platform_staff and VISIT not in request.session):
            return
        if member.is_platform_staff:
            act_as_for_request(Actor("staff", member.user.email, str(member.user)))
        elif member.is_waiting:
            services.arrive(member=member)
        request.member = member  # type: ignore[attr-defined]
        request.permissions = member.permissions  # type: ignore[attr-defined]
