"""Which names a shop may have."""

import re
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal
from shared_apps.tenants.models import Domain, Tenant

SENT_ON_FOR = timedelta(days=90)  # how long a former address is kept for its shop
SHORTEST, LONGEST = 3, 40
PLAIN = re.compile(r"[a-z0-9-]+")
KEPT = """
    about abuse account accounts admin administrator api app apps assets auth autoconfig
    autodiscover backstage beta billing blog broadcasthost caddy cdn checkout cname console
    contact control dashboard demo dev dns docs email ftp git graphql health help hooks host
    hostmaster imap info internal invoice invoices isatap legal live local localdomain localhost
    login logout mail marketing marquee media metrics mta mx news noc noreply ns ns1 ns2 ns3 ns4
    ntp oauth ops origin owner pay pay-out payment payments payout platform pop pop3 postmaster
    preview privacy production proxy public register root sandbox scan scanner secure security
    shop shops sign-in sign-up signin signup smtp spare sql ssh ssl staff stage staging static
    stats status store stripe support sysadmin system team terms test testing ticket tickets tls
    tools upload uploads usenet user users uucp verify vpn webmail webmaster websocket wpad ws
    www www1 www2 www3
"""
RESERVED = frozenset(KEPT.split())


class BadSubdomain(Refusal):
    """The name cannot be a shop's."""

    code = "subdomain_invalid"
    status = 422


class SubdomainTaken(Refusal):
    """The name is somebody's already, or is kept."""

    code = "subdomain_taken"
    sentence = _("This name is taken. Try another one.")
    status = 409


def clean(subdomain: str) -> str:
    """Return the name as it will be used, if a shop may be called so; raises BadSubdomain.

    Capital letters are made small; anything else is refused, not mended, so that a shop's address
    is the one its owner read. The rules are those of host names (RFC 1035, 5890), and narrower.
    """
    name = subdomain.strip().lower()
    if not name.isascii():
        raise BadSubdomain(
            _("Use plain letters a to z: letters of other alphabets can look like these.")
        )
    if "." in name:
        raise BadSubdomain(
            _("Leave out dots: only the first part of the address is yours to choose.")
        )
    if not PLAIN.fullmatch(name):
        raise BadSubdomain(_("Use letters a to z, digits and hyphens only."))
    if not SHORTEST <= len(name) <= LONGEST:
        raise BadSubdomain(
            _("Use {shortest} to {longest} characters."), shortest=SHORTEST, longest=LONGEST
        )
    if name.startswith("-") or name.endswith("-"):
        raise BadSubdomain(_("Begin and end with a letter or a digit."))
    # "xn--" begins a name of another alphabet in disguise; the standard keeps all such places.
    if name[2:4] == "--":
        raise BadSubdomain(_("Two hyphens cannot stand in third and fourth place."))
    if name.isdigit():
        raise BadSubdomain(_("Use at least one letter."))
    return name


def host_of(name: str) -> str:
    """Return the host at which a shop of this name lives."""
    return f"{name}.{settings.SHOP_SUFFIX}"


def check(subdomain: str, *, for_tenant: Tenant | None = None) -> str:
    """Return the name as it will be used. Raises BadSubdomain or SubdomainTaken.

    A name that a shop gave up is kept for it (`for_tenant`) for a while, and from all others.
    """
    name = clean(subdomain)
    others = Tenant.objects.exclude(pk=for_tenant.pk) if for_tenant else Tenant.objects.all()
    kept = Domain.objects.filter(
        Q(retired_at=None) | Q(retired_at__gt=datetime.now(UTC) - SENT_ON_FOR),
        domain=host_of(name),
        tenant__in=others,
    )
    if name in RESERVED or others.filter(subdomain=name).exists() or kept.exists():
        raise SubdomainTaken()
    return name
