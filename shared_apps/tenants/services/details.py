"""What a shop is called, who answers for it, and what its events begin with."""

from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_tenants.utils import schema_context

from kernel.actor import Actor, act_as
from kernel.errors import Refusal
from kernel.facts.bus import announce
from kernel.money import is_currency
from kernel.tenancy import PUBLIC, in_tenant
from shared_apps.tenants.directory import directory
from shared_apps.tenants.facts import ShopDetailsChanged
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.services import plans

# field: the most characters it takes
WORDS = {"name": 150, "legal_name": 200, "address": 500, "contact_email": 254}
CHOICES = ("language", "timezone", "currency")


class BadDetail(Refusal):
    """One of the details does not fit."""

    code = "shop_detail_invalid"
    status = 422


def change(*, tenant: Tenant, by: Actor, **said: str) -> Tenant:
    """Change details of a shop, at once; what is not given, and what is the same, stays.

    `said` are fields of WORDS and CHOICES. Events that are there keep their own time zone and
    currency: only new ones begin with these. Raises BadDetail.
    """
    if unknown := set(said) - {*WORDS, *CHOICES}:
        raise TypeError(f"a shop has no {', '.join(sorted(unknown))}")
    clean = {field: _clean(field, value) for field, value in said.items()}
    with transaction.atomic(), schema_context(PUBLIC):
        shop = Tenant.objects.select_for_update().get(pk=tenant.pk)
        changed = {f: value for f, value in clean.items() if getattr(shop, f) != value}
        if not changed:
            return shop
        for field, value in changed.items():
            setattr(shop, field, value)
        shop.save(update_fields=[*changed, *_follow_currency(shop, changed)])
        directory.changed()
        with in_tenant(shop.schema_name), act_as(by):
            announce(ShopDetailsChanged(changed=", ".join(changed)))
    return shop


def _follow_currency(shop: Tenant, changed: dict[str, str]) -> list[str]:
    """The fixed part of our fee is in the shop's currency."""
    if "currency" not in changed:
        return []
    shop.plan = plans.in_currency(shop.plan, shop.currency)
    return ["plan"]


def _clean(field: str, value: str) -> str:
    value = value.replace("\r\n", "\n").strip()
    if field in WORDS and (len(value) > WORDS[field] or "\x00" in value):
        raise BadDetail(_("Use at most {most} characters."), most=WORDS[field])
    if field == "name" and not value:
        raise BadDetail(_("A shop needs a name."))
    if field == "contact_email" and value:
        try:
            validate_email(value)
        except ValidationError as error:
            raise BadDetail(_("This is no e-mail address.")) from error
    known = {
        "language": lambda: value in dict(settings.LANGUAGES),
        "timezone": lambda: value in available_timezones(),
        "currency": lambda: is_currency(value),
    }
    if field in known and not known[field]():
        raise BadDetail(_("Choose one of those that are offered."))
    return value
