"""Codes of mail servers and our own, in words. After RFC 3463 and the registry it founded."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from themes.letters.models import Trace

CODES: dict[str, str | Promise] = {
    "5.1.1": _("There is no such mailbox."),
    "5.1.2": _("There is no such domain."),
    "5.1.3": _("The address is not written as addresses are."),
    "5.1.10": _("The domain takes no mail."),
    "5.2.1": _("The mailbox is closed."),
    "5.2.2": _("The mailbox is full."),
    "4.2.2": _("The mailbox is full."),
    "5.2.3": _("The mail is too large for this mailbox."),
    "5.3.4": _("The mail is too large for this mailbox."),
    "4.4.1": _("The other side does not answer."),
    "4.4.7": _("The other side has not answered for days."),
    "4.7.1": _("The other side asks us to come back later."),
    "5.7.1": _("The other side does not want this mail."),
    "5.7.26": _("The other side cannot tell that the mail is really yours. Check your sender."),
    "550": _("The other side does not know the mailbox, or does not want the mail."),
    "552": _("The mailbox is full."),
    "554": _("The other side does not want this mail."),
    "0": _("The mail server could not be reached."),
    # Our own, of mails that were held back.
    "bounced": _("An earlier mail to this address was returned."),
    "complained": _("The reader marked an earlier mail as spam."),
    "unsubscribed": _("The reader has unsubscribed."),
    "manual": _("The address is held back by hand."),
    "no_consent": _("The reader has not agreed to mails that advertise."),
}


def why(trace: Trace) -> str:
    """What stands behind a trace, in a sentence; the bare code where nobody knows it."""
    said = CODES.get(trace.detail)
    return str(said) if said else trace.detail
