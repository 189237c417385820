"""Mail servers in a mood, and name servers that know what they are told."""

import email.policy
import smtplib
from typing import ClassVar

from django.core.mail.backends.base import BaseEmailBackend

from themes.letters.resolving import NoAnswer


class MoodyServer(BaseEmailBackend):
    """Raises what stands in `mood`, one after the other; takes the mail once none is left.

    `taken` holds (envelope sender, bytes) as they would go over the wire.
    """

    mood: ClassVar[list[Exception]] = []
    taken: ClassVar[list[tuple[str, bytes]]] = []

    def send_messages(self, email_messages):
        for one in email_messages:
            if self.mood:
                raise self.mood.pop(0)
            wire = one.message(policy=email.policy.SMTP).as_bytes()
            self.taken.append((one.from_email, wire))
        return len(email_messages)


def refused(code: int, words: bytes = b"no") -> smtplib.SMTPRecipientsRefused:
    """What smtplib raises when the only recipient is refused."""
    return smtplib.SMTPRecipientsRefused({"ana@example.org": (code, words)})


class NameServer:
    """TXT records by name; `silent` names do not answer."""

    def __init__(self, **said: list[str]) -> None:
        self.said: dict[str, list[str]] = dict(said)
        self.silent: set[str] = set()

    def txt(self, name: str) -> list[str]:
        if name in self.silent:
            raise NoAnswer(name)
        return self.said.get(name, [])
