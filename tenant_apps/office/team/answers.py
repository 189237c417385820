"""What the team answers when others ask."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.facts.history import Subject, subjects
from kernel.first_steps import Step, first_steps
from kernel.roles import TITLES
from kernel.search import Found, search
from shared_apps.tenants.hooks import furnish_shop, owns_still
from tenant_apps.office.team import services
from tenant_apps.office.team.models import Member
from themes.letters.hooks import keepers


@furnish_shop.answer
def first_member(*, user, role):
    """The one who opened the shop owns it."""
    services.found(user=user, role=role)


@owns_still.answer
def is_an_owner(*, email):
    """Whoever was removed from the team, or has another role by now, owns nothing any more."""
    return Member.objects.listed().filter(user__email__iexact=email, role="owner").exists()


@subjects.answer
def members_by_name(*, ids):
    """Members are told by their names."""
    wanted = ids.get("member_id", ())
    members = Member.objects.filter(pk__in=wanted).select_related("user") if wanted else ()
    return {("member_id", one.pk): Subject(str(one.user)) for one in members}


@keepers.answer
def owners():
    """The owners who have come in are told of trouble."""
    members = Member.objects.keepers().select_related("user")
    return [(one.user.email, one.user.language) for one in members]


@search.answer
def members_found(*, q, permissions, limit):
    """Members of the team, for whoever looks after it."""
    if not q or "team.edit" not in permissions:
        return []
    found = Member.objects.listed().select_related("user")
    found = found.filter(Q(user__email__istartswith=q) | Q(user__name__icontains=q))[:limit]
    url = reverse("backstage:team")
    return [
        Found("team", str(one.user), url, f"{TITLES.get(one.role, '')} · {one.user.email}", "user")
        for one in found
    ]


@first_steps.answer
def invite_the_team(*, permissions):
    """Nobody runs a box office alone."""
    if "team.edit" not in permissions:
        return []
    return [
        Step(
            140,
            _("Bring your team in"),
            _("The box office, the bookkeeper, the people at the door: each sees their own part."),
            _("Invite somebody"),
            reverse("backstage:team"),
            Member.objects.listed().count() > 1,
            "users",
            is_later=True,
        )
    ]
