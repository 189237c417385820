"""The verbs of a team: invite, join, let in, change role, remove."""

from django.db import transaction
from django.utils import timezone

from kernel.actor import Actor, act_as
from kernel.facts.bus import announce
from shared_apps.accounts.models import User
from shared_apps.tenants.services.handshake import Guest
from tenant_apps.office.team.errors import AlreadyMember, LastOwner, MemberWasRemoved
from tenant_apps.office.team.facts import (
    MemberInvited,
    MemberJoined,
    MemberRemoved,
    PlatformStaffEntered,
    RoleChanged,
)
from tenant_apps.office.team.models import Member


@transaction.atomic
def found(*, user: User, role: str) -> Member:
    """Make the first member of a new shop, who enters by handshake."""
    return Member.objects.create(user=user, role=role)


@transaction.atomic
def invite(*, email: str, role: str, name: str = "", by: Member | None = None) -> Member:
    """Ask somebody to join; the mail with the link goes out after the commit.

    Who was removed is asked back. Raises `AlreadyMember`.
    """
    user = _user(email, name, language="")
    member = Member.objects.select_for_update(of=("self",)).filter(user=user).first()
    if member is None:
        member = Member(user=user)
    elif member.removed_at is None and not member.is_platform_staff:
        raise AlreadyMember
    member.role, member.invited_by, member.invited_at = role, by, timezone.now()
    member.joined_at = member.removed_at = None
    member.is_platform_staff = False
    member.save()
    announce(MemberInvited(member_id=member.pk))
    return member


@transaction.atomic
def invite_again(*, member: Member) -> None:
    """Send the mail with the link once more. Raises `AlreadyMember` for who has come in."""
    if not member.is_waiting:
        raise AlreadyMember
    announce(MemberInvited(member_id=member.pk))


@transaction.atomic
def join(*, member: Member, password: str) -> None:
    """Take up an invitation: the password is set, which also uses up the link."""
    member.user.set_password(password)
    member.user.save(update_fields=["password"])
    arrive(member=member)


@transaction.atomic
def arrive(*, member: Member) -> None:
    """Note that a member came in for the first time; later visits change nothing."""
    now = timezone.now()
    if Member.objects.filter(pk=member.pk, joined_at=None).update(joined_at=now):
        member.joined_at = now
        announce(MemberJoined(member_id=member.pk))


@transaction.atomic
def receive(*, guest: Guest) -> Member:
    """Let in who comes from the platform by handshake; makes the user and member if need be.

    A member keeps the role that the shop gave him. Raises `MemberWasRemoved`.
    """
    user = _user(guest.email, guest.name, guest.language)
    fresh = {"role": guest.role, "is_platform_staff": guest.is_platform_staff}
    member, _made = Member.objects.get_or_create(user=user, defaults=fresh)
    if member.removed_at is not None:
        raise MemberWasRemoved
    if guest.is_platform_staff:
        with act_as(Actor("staff", guest.email, guest.name)):
            announce(PlatformStaffEntered(member_id=member.pk, reason=guest.reason))
        return member
    if member.is_platform_staff:  # looked in before, and is one of the shop's own now
        member.is_platform_staff, member.role = False, guest.role
        member.save(update_fields=["is_platform_staff", "role"])
    arrive(member=member)
    return member


@transaction.atomic
def change_role(*, member: Member, role: str) -> Member:
    """Give a member another role. Raises `LastOwner`."""
    before = member.role
    if role == before:
        return member
    _keep_an_owner(member)
    member.role = role
    member.save(update_fields=["role"])
    announce(RoleChanged(member_id=member.pk, role=role, before=before))
    return member


@transaction.atomic
def remove(*, member: Member) -> None:
    """Take a member off the team: from the next click on he may do nothing. Raises `LastOwner`."""
    _keep_an_owner(member)
    member.removed_at = timezone.now()
    member.save(update_fields=["removed_at"])
    announce(MemberRemoved(member_id=member.pk))


def _keep_an_owner(member: Member) -> None:
    # All owners are locked, so that two of them cannot remove one another at the same moment.
    keepers = {one.pk for one in Member.objects.keepers().select_for_update()}
    if keepers == {member.pk}:
        raise LastOwner


def _user(email: str, name: str, language: str) -> User:
    user = User.objects.filter(email__iexact=email.strip()).first()
    if user is None:
        said = {"name": name} | ({"language": language} if language else {})
        user = User.objects.create_user(email.strip(), None, **said)
    return user
