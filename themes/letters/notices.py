"""Mails about mails: the shop's owners hear that their domain sends no more."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from kernel.tenancy import current
from themes.letters.hooks import keepers
from themes.letters.kinds import Example, kind
from themes.letters.services import senders, sending


def send_sender_lost(*, key: object) -> None:
    """Tell every owner. In no transaction; may be repeated."""
    row = senders.row_of_shop()
    people = dict(pair for answer in keepers.ask() for pair in answer)
    for number, (address, language) in enumerate(sorted(people.items())):
        with override(language or current().language):
            sending.send(
                kind="sender_lost",
                to=address,
                subject=_subject(row.domain),
                context=_context(row.domain),
                key=f"{key}:{number}",
            )


def _subject(domain: str) -> str:
    return _("Your mails no longer come from %(domain)s") % {"domain": domain}


def _context(domain: str) -> dict[str, str]:
    return {"domain": domain, "url": f"{current().url}/backstage/mails/sender"}


def _example() -> Example:
    return Example(_subject("box-office.example"), _context("box-office.example"))


kind(
    "sender_lost",
    title=gettext_lazy("Sender domain lost"),
    when=gettext_lazy(
        "To the owners, when the DNS records of the shop’s own domain are gone two days in a row."
    ),
    template="letters/mail/sender_lost",
    example=_example,
)
