"""The way in, the team, the history, and what stands under Settings."""

from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kernel.facts import history
from kernel.facts.models import Record
from kernel.gate import backstage_page, shop_page
from kernel.pages import page, paginated
from kernel.rate import rate
from kernel.roles import TITLES
from kernel.tenancy import current
from shared_apps.tenants.services import handshake
from tenant_apps.office.team import invitations, offers, services
from tenant_apps.office.team.errors import AlreadyMember
from tenant_apps.office.team.forms import InviteForm, RoleForm
from tenant_apps.office.team.middleware import VISIT
from tenant_apps.office.team.models import Member

VISIT_SECONDS = 3600


@never_cache
@shop_page
@require_GET
def enter(request: HttpRequest) -> HttpResponse:
    """Come in from the platform, by a token that is good once."""
    guest = handshake.redeem(request.GET.get("token", ""))
    member = services.receive(guest=guest)
    login(request, member.user)
    if guest.is_platform_staff:
        request.session[VISIT] = guest.reason
        request.session.set_expiry(VISIT_SECONDS)
    return redirect(guest.then or "backstage:home")


@never_cache
@shop_page
@rate("30/minute")
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, ident: str, token: str) -> HttpResponse:
    """Take up an invitation: choose a password and come in."""
    member = invitations.opened_by(ident, token)
    form = SetPasswordForm(member.user, request.POST or None)
    if form.is_valid():
        services.join(member=member, password=form.cleaned_data["new_password1"])
        login(request, member.user)
        return redirect("backstage:home")
    context = {"form": form, "member": member, "role": TITLES[member.role], "shop": current()}
    return page(request, "backstage/team/welcome.html", context)


@shop_page
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave backstage."""
    logout(request)
    return redirect("account_login")


@backstage_page(may="team.edit")
@require_http_methods(["GET", "POST"])
def team(request: HttpRequest) -> HttpResponse:
    """Who may come in, and as what; invite one more."""
    form = InviteForm(request.POST or None)
    if form.is_valid():
        _count_invitation(request)
        try:
            services.invite(**form.cleaned_data, by=request.member)  # type: ignore[attr-defined]
        except AlreadyMember as refusal:
            form.add_error("email", str(refusal))
        else:
            said = _("An invitation is on its way to %(email)s.")
            messages.success(request, said % {"email": form.cleaned_data["email"]})
            return redirect("backstage:team")
    members = Member.objects.listed().select_related("user", "invited_by__user")
    context = {"form": form, "page": paginated(request, members), "roles": TITLES.items()}
    return page(request, "backstage/team/list.html", context)


@rate("40/hour", by=lambda request: "the whole team")
def _count_invitation(request: HttpRequest) -> None:
    """Each goes to an address that anybody may have typed, in the name of the platform."""


@backstage_page(may="team.edit")
@require_POST
def change_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a member another role."""
    member = get_object_or_404(Member.objects.listed().select_related("user"), pk=pk)
    form = RoleForm(request.POST)
    if form.is_valid():
        services.change_role(member=member, role=form.cleaned_data["role"])
        said = _("%(name)s is now: %(role)s.")
        words = {"name": member.user, "role": TITLES[member.role]}
        messages.success(request, said % words)
    return redirect("backstage:team")


@backstage_page(may="team.edit")
@require_POST
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an invitation once more."""
    member = get_object_or_404(Member.objects.listed().select_related("user"), pk=pk)
    _count_invitation(request)
    services.invite_again(member=member)
    said = _("An invitation is on its way to %(email)s.")
    messages.success(request, said % {"email": member.user.email})
    return redirect("backstage:team")


@backstage_page(may="team.edit")
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a member off the team, after a look at what it means."""
    member = get_object_or_404(Member.objects.listed().select_related("user"), pk=pk)
    if request.method == "POST":
        services.remove(member=member)
        messages.success(request, _("%(name)s is off the team.") % {"name": member.user})
        return redirect("backstage:team")
    context = {
        "title": _("Remove %(name)s from the team?") % {"name": member.user},
        "touches": [
            _("From the next click on, nothing backstage opens to this person."),
            _("What they did stays in the history."),
            _("An owner can invite them again."),
        ],
        "action": _("Remove from the team"),
        "back_url": reverse("backstage:team"),
    }
    return page(request, "ui/confirm.html", context)


@backstage_page(may="settings.edit")
@require_GET
def history_page(request: HttpRequest) -> HttpResponse:
    """Everything that happened in this shop, newest first."""
    found = paginated(request, Record.objects.order_by("-id"), per_page=50)
    told = history.lines(found, with_subjects=True)
    context = {"page": found, "lines": told, "zone": current().timezone}
    return page(request, "backstage/team/history.html", context)


@backstage_page(may="addons.view")
@require_GET
def addons(request: HttpRequest) -> HttpResponse:
    """What else this shop could do, and what it would cost."""
    return page(request, "backstage/team/addons.html", {"addons": offers.offered()})
