"""A tenant's account with us: made when it is first asked for."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django_tenants.utils import schema_context

from billing.catalogue import catalogue
from billing.facts import AccountDetailsChanged
from billing.models import Account, Invoice, Switch
from billing.reckoning import PLAN
from kernel.actor import SYSTEM, Actor, act_as
from kernel.facts.bus import announce
from kernel.tenancy import PUBLIC
from shared_apps.tenants.models import Tenant

FIRST_PLAN = "standard"
SANDBOX = "sandbox"
FIELDS = ("legal_name", "address", "country", "email", "language", "vat_id")


def account_of(tenant: Tenant, *, now: datetime | None = None) -> Account:
    """Return a tenant's account; a new one, opened `now`, speaks and counts as the shop does."""
    with schema_context(PUBLIC):
        found = Account.objects.filter(tenant=tenant).select_related("tenant").first()
        return found or _open(tenant, now or datetime.now(UTC))


def today(account: Account, now: datetime | None = None) -> date:
    """The day it is on the account's clock."""
    return (now or datetime.now(UTC)).astimezone(ZoneInfo(account.zone)).date()


def details(*, account: Account, by: Actor, **fields: Any) -> Account:
    """Change whom we write to and what stands on invoices: fields of FIELDS.

    Another VAT number or country is to be checked anew. Invoices that were issued stay as they are.
    """
    if unknown := set(fields) - set(FIELDS):
        raise TypeError(f"not a detail: {unknown}")
    with transaction.atomic(), schema_context(PUBLIC):
        locked = Account.objects.select_for_update().get(pk=account.pk)
        changed = [name for name in fields if fields[name] != getattr(locked, name)]
        for name in changed:
            setattr(locked, name, fields[name])
        if {"vat_id", "country"} & set(changed):
            states = Account.Vat
            locked.vat_state = states.PENDING if locked.vat_id else states.NONE
        locked.save(update_fields=[*changed, "vat_state"])
        if changed:
            with act_as(by):
                said = ", ".join(sorted(changed))
                announce(AccountDetailsChanged(account_id=account.pk, changed=said))
    account.refresh_from_db()
    return account


def default_collector() -> str:
    """Who collects from new accounts: the sandbox, where nothing is real and we have no keys."""
    is_played = settings.SANDBOX_PAYMENTS and not settings.STRIPE_SECRET_KEY
    return SANDBOX if is_played else "stripe"


def leave_the_sandbox() -> None:
    """Where money is real, no account goes on to pay with test cards. Repeatable."""
    if settings.SANDBOX_PAYMENTS:
        return
    with transaction.atomic(), schema_context(PUBLIC):
        real = {"collector": default_collector(), "collector_ref": ""}
        Account.objects.filter(collector=SANDBOX).update(**real, method={})
        Invoice.objects.filter(collector=SANDBOX, state=Invoice.State.OPEN).update(**real)


def share_lock(account_id: int) -> None:
    """Hold an account so that nobody reckons its invoice until this transaction is over.

    Many may hold it at once; `select_for_update` waits for all of them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM billing_account WHERE id = %s FOR SHARE", [account_id])


def _open(tenant: Tenant, now: datetime) -> Account:
    prices = catalogue()
    own = tenant.currency if tenant.currency in prices.currencies else prices.currency
    with transaction.atomic():
        account, is_new = Account.objects.get_or_create(
            tenant=tenant,
            defaults={
                "currency": own,
                "zone": tenant.timezone,
                "language": tenant.language,
                "legal_name": tenant.legal_name,
                "address": tenant.address,
                "country": tenant.country,
                "email": tenant.contact_email,
                "collector": default_collector(),
                "opened_at": now,
            },
        )
        if is_new:
            Switch.objects.create(
                account=account,
                code=PLAN,
                offer=tenant.plan.offer or FIRST_PLAN,
                state=Switch.State.ACTIVE,
                version=prices.version,
                day=today(account, now),
                by=str(SYSTEM),
            )
    return account
