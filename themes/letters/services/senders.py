"""From whom mails come: the shop's own domain once DNS says so, else the platform's address."""

import re
from dataclasses import dataclass
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kernel import crypto
from kernel.codes import secret
from kernel.facts.bus import announce
from kernel.tenancy import current
from themes.letters import dkim, records
from themes.letters.errors import DomainRefused
from themes.letters.facts import SenderLost, SenderVerified
from themes.letters.message import Signer, one_line
from themes.letters.models import Mail, Sender
from themes.letters.records import Finding
from themes.letters.resolving import Resolver, resolver

MOST_MISSES = 2  # looks in a row that find a record gone, before we believe it
_DOMAIN = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+")


@dataclass(frozen=True)
class From:
    """Who a mail comes from: as shown, where answers go, and who signs."""

    shown: str
    reply_to: str = ""
    signer: Signer | None = None


def sender_for(mail: Mail) -> From:
    """Who this mail comes from. The platform's own come from the platform."""
    shop = current()
    if shop.is_public:
        return From(settings.DEFAULT_FROM_EMAIL)
    row = row_of_shop()
    name = one_line(shop.name)
    platform = formataddr((name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
    if row.state != Sender.State.VERIFIED:
        return From(platform, row.reply_to)
    signer = Signer(row.domain, row.selector, crypto.unseal(row.sealed_key))
    return From(formataddr((name, row.address)), row.reply_to, signer)


def row_of_shop() -> Sender:
    """The row of the current shop; a fresh one, not saved, while there is none."""
    return Sender.objects.order_by("pk").first() or Sender()


@transaction.atomic
def answer_to(*, address: str) -> Sender:
    """Have answers to the shop's mails go to this address; "" for nowhere in particular."""
    row = _locked()
    row.reply_to = address
    return _saved(row)


@transaction.atomic
def choose_domain(*, domain: str, mailbox: str) -> Sender:
    """Prepare to send as `mailbox@domain`: a key of its own. Raises `DomainRefused`.

    Nothing is sent from it before DNS holds what `records.wanted` tells.
    """
    domain = domain.strip().lower().rstrip(".")
    ours = settings.PLATFORM_HOST.partition(":")[0]
    taken = {ours, settings.SHOP_SUFFIX, settings.MAIL_HOST}
    if not _DOMAIN.fullmatch(domain) or any(
        domain == host or domain.endswith(f".{host}") for host in taken
    ):
        raise DomainRefused(domain=domain)
    row = _locked()
    row.mailbox = mailbox.strip().lower()
    if row.domain == domain:
        return _saved(row)
    private, public = dkim.new_key()
    row.domain, row.public_key = domain, public
    row.sealed_key = crypto.seal(private)
    row.selector = "mq" + re.sub(r"[^a-z0-9]", "", secret(12).lower())[:10]
    row.state, row.misses, row.found = Sender.State.PENDING, 0, []
    row.checked_at = row.verified_at = None
    return _saved(row)


@transaction.atomic
def give_up_domain() -> Sender:
    """Send from the platform's address again; the key is thrown away."""
    row = _locked()
    row.domain = row.selector = row.sealed_key = row.public_key = ""
    row.state, row.misses, row.found = Sender.State.NONE, 0, []
    row.checked_at = row.verified_at = None
    return _saved(row)


def check(*, ask: Resolver | None = None) -> Sender:
    """Look at DNS, and believe it: verified when all is there, lost when it is gone twice.

    A name server that does not answer changes nothing. In no transaction: DNS may take seconds.
    """
    seen = row_of_shop()
    if not seen.domain:
        return seen
    found = records.look(seen, ask or resolver())
    return _believe(seen, found)


@transaction.atomic
def _believe(seen: Sender, found: list[Finding]) -> Sender:
    row = _locked()
    if row.domain != seen.domain or row.selector != seen.selector:
        return row  # chosen anew while we looked
    row.found = [one.as_json() for one in found]
    row.checked_at = timezone.now()
    before = row.state
    if all(one.is_found for one in found):
        row.state, row.misses = Sender.State.VERIFIED, 0
        row.verified_at = row.verified_at or row.checked_at
    elif any(one.is_gone for one in found):
        row.misses += 1
        if before == Sender.State.VERIFIED and row.misses >= MOST_MISSES:
            row.state = Sender.State.LOST
    row = _saved(row)
    if row.state != before and row.state == Sender.State.VERIFIED:
        announce(SenderVerified(sender_id=row.pk))
    elif row.state != before and row.state == Sender.State.LOST:
        announce(SenderLost(sender_id=row.pk))
    return row


def _locked() -> Sender:
    return Sender.objects.select_for_update().order_by("pk").first() or Sender()


def _saved(row: Sender) -> Sender:
    row.changed_at = timezone.now()
    row.save()
    return row
