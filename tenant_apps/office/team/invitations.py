"""The mail that asks somebody to join, and the link in it, good once."""

from collections.abc import Mapping

from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.tenancy import current
from shared_apps.accounts.models import User
from tenant_apps.office.team.errors import InvitationOver
from tenant_apps.office.team.models import Member
from themes import letters


def link(member: Member) -> str:
    """The address at which an invited member chooses a password. It works until he has."""
    ident = urlsafe_base64_encode(force_bytes(member.pk))
    token = default_token_generator.make_token(member.user)
    return current().url + reverse("backstage:welcome", args=[ident, token])


def opened_by(ident: str, token: str) -> Member:
    """The member whose invitation this is. Raises `InvitationOver`."""
    try:
        pk = int(urlsafe_base64_decode(ident))
    except ValueError as error:
        raise InvitationOver from error
    invited = Member.objects.listed().filter(joined_at=None).select_related("user", "invited_by")
    member = invited.filter(pk=pk).first()
    if member is None or not default_token_generator.check_token(member.user, token):
        raise InvitationOver
    return member


def send(*, member_id: int, key: object) -> None:
    """Mail the invitation; nothing, when it is no longer wanted."""
    waiting = Member.objects.listed().filter(joined_at=None)
    member = waiting.select_related("user", "invited_by__user").filter(pk=member_id).first()
    if member is None:
        return
    shop = current()
    with translation.override(member.user.language or shop.language):
        letters.send(
            kind="team_invitation",
            to=member.user.email,
            subject=_subject(),
            context={"member": member, "url": link(member), "by": member.invited_by},
            key=key,
            about={"member_id": member.pk},
        )


def _send_again(about: Mapping[str, int], key: str) -> None:
    send(member_id=about["member_id"], key=key)


def _subject() -> str:
    return _("Join %(shop)s on Marquee") % {"shop": current().name}


def _example() -> letters.Example:
    anna = Member(user=User(email="anna@example.org", name="Anna Costa"), role="owner")
    member = Member(user=User(email="ben@example.org"), role="support", invited_by=anna)
    url = f"{current().url}/backstage/welcome/example"
    return letters.Example(_subject(), {"member": member, "url": url, "by": anna})


letters.kind(
    "team_invitation",
    title=gettext_lazy("Invitation to the team"),
    when=gettext_lazy("When somebody is asked to work backstage."),
    template="team/mail/invitation",
    example=_example,
    again=_send_again,
    is_secret=True,
)
