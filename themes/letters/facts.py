"""What can have happened to mails."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kernel.facts.bus import Fact


@dataclass(frozen=True, kw_only=True)
class MailQueued(Fact):
    """A mail was written; a worker hands it to the mail server."""

    mail_id: int
    sentence = _("Mail written")


@dataclass(frozen=True, kw_only=True)
class MailWantedAgain(Fact):
    """Somebody backstage asked for a mail once more. `key` is the new one's."""

    mail_id: int
    key: str
    sentence = _("Mail asked for once more")


@dataclass(frozen=True, kw_only=True)
class AddressStopped(Fact):
    """An address gets no mail any more, or none of one purpose."""

    stop_id: int
    sentence = _("Address taken off the mails")


@dataclass(frozen=True, kw_only=True)
class AddressReleased(Fact):
    """An address gets mail again."""

    stop_id: int
    sentence = _("Address put back on the mails")


@dataclass(frozen=True, kw_only=True)
class SenderVerified(Fact):
    """The shop's own domain may send: mails come from it now."""

    sender_id: int
    sentence = _("Sender domain verified; mails come from it now")


@dataclass(frozen=True, kw_only=True)
class SenderLost(Fact):
    """DNS records of the shop's own domain are gone: mails come from the platform's address."""

    sender_id: int
    sentence = _("Sender domain lost; mails come from the platform’s address again")
