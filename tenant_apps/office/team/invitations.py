"""The mail that asks somebody to join, and the link in it, good once."""

from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import gettext as _

from kernel.tenancy import current
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
            to=member.user.email,
            subject=_("Join %(shop)s on Marquee") % {"shop": shop.name},
            template="team/mail/invitation",
            context={"member": member, "url": link(member), "by": member.invited_by},
            key=key,
        )
