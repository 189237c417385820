"""What the team answers when others ask."""

from kernel.facts.history import Subject, subjects
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
