"""What the team does when something happened."""

from kernel.facts.bus import when
from tenant_apps.office.team import invitations
from tenant_apps.office.team.facts import MemberInvited


@when(MemberInvited, outside=True)
def mail_invitation(fact: MemberInvited) -> None:
    """Send the link with which the invited person chooses a password."""
    invitations.send(member_id=fact.member_id, key=fact.id)
