"""What mails do when something happened."""

from kernel.facts.bus import when
from shared_apps.inbox.facts import MailReported
from themes.letters import notices
from themes.letters.facts import MailQueued, MailWantedAgain, SenderLost
from themes.letters.services import carrying, sending, stops


@when(MailQueued, outside=True)
def carry_mail(fact: MailQueued) -> None:
    """Hand it to the mail server."""
    carrying.carry_out(mail_id=fact.mail_id)


@when(MailWantedAgain, outside=True)
def write_again(fact: MailWantedAgain) -> None:
    """Write it anew."""
    sending.make_again(mail_id=fact.mail_id, key=fact.key)


@when(MailReported)
def hear_report(fact: MailReported) -> None:
    """Take up what became of a mail out there."""
    stops.hear(mail_id=fact.mail_id, what=fact.what, is_permanent=fact.is_permanent, code=fact.code)


@when(SenderLost, outside=True)
def tell_keepers(fact: SenderLost) -> None:
    """Tell the owners that their own domain sends no more."""
    notices.send_sender_lost(key=fact.id)
