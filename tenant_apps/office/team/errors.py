"""Why a team cannot be changed."""

from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal


class AlreadyMember(Refusal):
    """Nobody is a member twice."""

    code = "already_member"
    sentence = _("This person is already on the team.")
    status = 409


class LastOwner(Refusal):
    """A shop without an owner could not be looked after."""

    code = "last_owner"
    sentence = _("This is the only owner. Make somebody else an owner first.")
    status = 409


class MemberWasRemoved(Refusal):
    """Who was removed comes back by invitation only."""

    code = "member_was_removed"
    sentence = _("You are no longer on this shop's team. An owner can invite you again.")
    status = 403


class InvitationOver(Refusal):
    """The link was used, is too old, or was never ours."""

    code = "invitation_over"
    sentence = _("This invitation is no longer open. Ask an owner to send it again.")
    status = 410
