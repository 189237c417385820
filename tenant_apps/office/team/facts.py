"""What can have happened to a team."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kernel.facts.bus import Fact


@dataclass(frozen=True, kw_only=True)
class MemberInvited(Fact):
    """Somebody was asked to join; the mail goes out after the commit."""

    member_id: int
    sentence = _("Invitation to the team sent")


@dataclass(frozen=True, kw_only=True)
class MemberJoined(Fact):
    """Somebody came in for the first time."""

    member_id: int
    sentence = _("Joined the team")


@dataclass(frozen=True, kw_only=True)
class RoleChanged(Fact):
    """A member may now do other things than before."""

    member_id: int
    role: str
    before: str
    sentence = _("Role changed from {before} to {role}")


@dataclass(frozen=True, kw_only=True)
class MemberRemoved(Fact):
    """A member may no longer come in."""

    member_id: int
    sentence = _("Member removed from the team")


@dataclass(frozen=True, kw_only=True)
class PlatformStaffEntered(Fact):
    """Somebody of the platform looked in, for the reason given."""

    member_id: int
    reason: str
    sentence = _("Marquee staff came in: {reason}")
