"""Opening a shop: live in under a second, and never by migrating."""

import secrets
from zoneinfo import available_timezones

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django_tenants.utils import schema_context

from kernel.actor import Actor, act_as
from kernel.errors import Refusal
from kernel.facts.bus import announce
from kernel.tenancy import PUBLIC, in_tenant
from shared_apps.accounts.models import User
from shared_apps.tenants.directory import directory
from shared_apps.tenants.facts import ShopOpened
from shared_apps.tenants.hooks import furnish_shop
from shared_apps.tenants.models import Domain, Ownership, Tenant
from shared_apps.tenants.services import addresses, plans, pool, subdomains, ticket_fees


class BadShop(Refusal):
    """Something about the new shop does not fit."""

    code = "shop_invalid"
    status = 422


def open_shop(
    *,
    owner_user: User,
    organization: str,
    subdomain: str,
    currency: str,
    timezone: str,
    language: str,
    country: str = "",
    theme: str = "classic",
    is_confirmed: bool = True,
) -> Tenant:
    """Open a shop for a user of the platform. Call it in `public`.

    `currency` is ISO 4217, `timezone` an IANA name, `language` one of LANGUAGES. `is_confirmed`: is
    the owner's e-mail address known to be his? Raises BadShop, BadSubdomain, SubdomainTaken;
    NotReady while a release is being rolled out.
    """
    name = subdomains.check(subdomain)
    _check(organization, currency, timezone, language)
    schema_name = _schema_for(name)
    try:
        with transaction.atomic(), schema_context(PUBLIC):
            tenant = Tenant.objects.create(
                schema_name=schema_name,
                name=organization.strip(),
                subdomain=name,
                plan=plans.first_plan(currency),
                theme=theme,
                currency=currency,
                timezone=timezone,
                language=language,
                country=country,
                is_confirmed=is_confirmed,
            )
            addresses.release(name)
            Domain.objects.create(domain=subdomains.host_of(name), tenant=tenant, is_primary=True)
            Ownership.objects.create(tenant=tenant, user=owner_user, role="owner")
            pool.take(schema_name)
            directory.changed()
            _furnish(schema_name, owner_user)
    except IntegrityError as error:  # somebody was faster with the same name
        raise subdomains.SubdomainTaken() from error
    return tenant


def _furnish(schema_name: str, owner_user: User) -> None:
    """Let the owner in: he enters from the platform, so he needs no password here."""
    with in_tenant(schema_name), act_as(Actor("user", f"platform-{owner_user.pk}")):
        user = User.objects.create_user(
            owner_user.email, None, name=owner_user.name, language=owner_user.language
        )
        furnish_shop.ask(user=user, role="owner")
        announce(ShopOpened(user_id=user.pk))


def _schema_for(name: str) -> str:
    """The schema keeps its name when a shop moves, so a newcomer may find it in use."""
    schema_name = f"shop_{name.replace('-', '_')}"
    if Tenant.objects.filter(schema_name=schema_name).exists():
        return f"{schema_name}_{secrets.token_hex(3)}"
    return schema_name


def _check(organization: str, currency: str, timezone: str, language: str) -> None:
    if not 0 < len(organization.strip()) <= 150 or "\x00" in organization:
        raise BadShop(_("Tell us the organization's name, in at most 150 characters."))
    if currency not in ticket_fees.by_currency():
        raise BadShop(_("We do not know this currency."))
    if timezone not in available_timezones():
        raise BadShop(_("We do not know this time zone."))
    if language not in dict(settings.LANGUAGES):
        raise BadShop(_("We do not speak this language yet."))
