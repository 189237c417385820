"""A shop moves to another address; from the old one its visitors are sent on.

For a while nobody else is given the old address, so that no link in a mail, on a poster or in a
ticket leads to a stranger's shop.
"""

from datetime import UTC, datetime

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django_tenants.utils import schema_context

from kernel.actor import Actor, act_as
from kernel.errors import Refusal
from kernel.facts.bus import announce
from kernel.tenancy import PUBLIC, in_tenant
from shared_apps.tenants.directory import directory
from shared_apps.tenants.facts import ShopMoved
from shared_apps.tenants.models import Domain, Tenant
from shared_apps.tenants.services import subdomains
from shared_apps.tenants.services.subdomains import SENT_ON_FOR

MOST_FORMER = 3


class MovesTooOften(Refusal):
    """Each move keeps a name from everybody else."""

    code = "moves_too_often"
    sentence = _(
        "A shop can have {most} former addresses at a time. The oldest one is given up on {day}; "
        "after that you can move again."
    )
    status = 409


def rename(*, tenant: Tenant, subdomain: str, by: Actor) -> Tenant:
    """Give a shop another subdomain, at once; the same one again changes nothing.

    A name of its own former days can be taken back. Raises BadSubdomain, SubdomainTaken,
    MovesTooOften.
    """
    name = subdomains.check(subdomain, for_tenant=tenant)
    try:
        with transaction.atomic(), schema_context(PUBLIC):
            shop = Tenant.objects.select_for_update().get(pk=tenant.pk)
            if name != shop.subdomain:
                _see_that_it_is_not_too_often(shop, name)
                _move(shop, name)
                directory.changed()
                with in_tenant(shop.schema_name), act_as(by):
                    announce(ShopMoved(before=tenant.subdomain, subdomain=name))
    except IntegrityError as error:  # somebody was faster with the same name
        raise subdomains.SubdomainTaken() from error
    tenant.subdomain = name
    return tenant


def former(tenant: Tenant) -> list[tuple[str, datetime]]:
    """Addresses from which visitors are sent on, the newest first, and until when for certain."""
    rows = Domain.objects.filter(tenant=tenant, retired_at__gt=_oldest()).order_by("-retired_at")
    return [(one.domain, one.retired_at + SENT_ON_FOR) for one in rows if one.retired_at]


def release(name: str) -> None:
    """Free the address of a name that `subdomains.check` found to be free for a new shop."""
    Domain.objects.filter(
        domain=subdomains.host_of(name), is_primary=False, retired_at__lte=_oldest()
    ).delete()


def _move(shop: Tenant, name: str) -> None:
    release(name)
    now = datetime.now(UTC)
    ours = Domain.objects.filter(tenant=shop)
    ours.filter(domain=subdomains.host_of(name)).delete()  # taken back
    old = ours.filter(domain=subdomains.host_of(shop.subdomain))
    had_own_domain = ours.filter(is_primary=True).exclude(pk__in=old.values("pk")).exists()
    old.update(is_primary=False, retired_at=now)
    Domain.objects.create(
        domain=subdomains.host_of(name), tenant=shop, is_primary=not had_own_domain
    )
    Tenant.objects.filter(pk=shop.pk).update(subdomain=name)


def _see_that_it_is_not_too_often(shop: Tenant, name: str) -> None:
    others = [one for one in former(shop) if one[0] != subdomains.host_of(name)]
    if len(others) >= MOST_FORMER:
        until = others[-1][1]
        raise MovesTooOften(most=MOST_FORMER, day=date_format(until, "DATE_FORMAT"))


def _oldest() -> datetime:
    return datetime.now(UTC) - SENT_ON_FOR
