"""A mail as it goes over the wire: the logo inside, and the signature of its domain."""

from dataclasses import dataclass
from email.message import EmailMessage as Message
from email.policy import Policy, default
from typing import Any

from django.core.mail import EmailMultiAlternatives

from themes.letters import dkim
from themes.letters.drawing import LOGO


@dataclass(frozen=True)
class Signer:
    """Who signs: a domain, the selector of its key, and the private key as PEM."""

    domain: str
    selector: str
    key: str


class Letter(EmailMultiAlternatives):
    """A mail whose logo travels with it, signed with DKIM where the shop's own domain sends it."""

    logo: bytes = b""
    signer: Signer | None = None

    def message(self, *, policy: Policy = default) -> Any:  # type: ignore[override]
        """Return the whole mail; the signature covers all that stands here."""
        made: Message = super().message(policy=policy)
        html = made.get_body(("html",)) if self.logo else None
        if html is not None:
            html.add_related(  # type: ignore[attr-defined]
                self.logo,
                maintype="image",
                subtype="png",
                cid=f"<{LOGO}>",
                disposition="inline",
                filename="logo.png",
            )
        if self.signer is not None:
            signature = dkim.sign(
                made.as_bytes(),
                domain=self.signer.domain,
                selector=self.signer.selector,
                key=self.signer.key,
            )
            made["DKIM-Signature"] = signature
        return made


def one_line(text: str) -> str:
    """The text as it may stand in a header: on one line."""
    return " ".join(text.split())
