"""An organizer's own Stripe account: made, filled in at Stripe, used once Stripe allows it.

The accounts are connected with their full Stripe dashboard: the organizer is the merchant, pays
Stripe's fees, and Stripe collects what the law asks of him.
"""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_tenants.utils import schema_context

from kernel.errors import Refusal
from kernel.facts.bus import announce
from kernel.facts.models import Record
from kernel.stripe import asking
from kernel.tenancy import PUBLIC, in_tenant
from shared_apps.inbox import services as inbox
from shared_apps.tenants.directory import directory
from shared_apps.tenants.facts import StripeConnected, StripeDisconnected
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.services import confirming


class NoStripeAccount(Refusal):
    """The shop has not been connected to Stripe yet."""

    code = "stripe_account_missing"
    sentence = _("This shop has no Stripe account yet.")
    status = 409


def create(*, tenant: Tenant, email: str) -> str:
    """Make a connected account for a shop, or return the one it has. Not in a transaction.

    Raises ConfirmFirst, StripeUnreachable, StripeRefused.
    """
    confirming.insist(tenant)
    if tenant.stripe_account:
        return tenant.stripe_account
    fields: dict[str, Any] = {
        "email": email,
        "business_profile": {"name": tenant.name},
        "controller": {
            "fees": {"payer": "account"},
            "losses": {"payments": "stripe"},
            "requirement_collection": "stripe",
            "stripe_dashboard": {"type": "full"},
        },
        "metadata": {"schema": tenant.schema_name},
    }
    if tenant.country:
        fields["country"] = tenant.country
    with asking() as client:
        account = client.v1.accounts.create(
            fields,  # type: ignore[arg-type]
            {"idempotency_key": _attempt(tenant)},
        )
    return _keep(tenant, account.id)


def link(*, tenant: Tenant, return_url: str, refresh_url: str) -> str:
    """Return an address at Stripe where the organizer fills in his account; good once, for minutes.

    Stripe sends him to `return_url` when he leaves, to `refresh_url` when the address was stale.
    Raises NoStripeAccount, StripeUnreachable, StripeRefused.
    """
    if not tenant.stripe_account:
        raise NoStripeAccount
    with asking() as client:
        made = client.v1.account_links.create(
            {
                "account": tenant.stripe_account,
                "type": "account_onboarding",
                "return_url": return_url,
                "refresh_url": refresh_url,
            }
        )
    return made.url


def refresh(*, account: str) -> bool:
    """Read an account at Stripe; returns whether it may take money. Not in a transaction.

    From the first time it may, the shop takes its money through Stripe, and never goes back to test
    payments by itself: a shop whose account was closed refuses payments, it gives nothing away.
    """
    with schema_context(PUBLIC):
        if not Tenant.objects.filter(stripe_account=account).exists():
            return False
    with asking() as client:
        ready = bool(client.v1.accounts.retrieve(account).charges_enabled)
    if ready:
        with transaction.atomic(), schema_context(PUBLIC):
            before = _locked(account)
            if before and before.gateway != Tenant.Gateway.STRIPE:
                _change(before, StripeConnected(account=account), gateway=Tenant.Gateway.STRIPE)
    return ready


def disconnect(*, account: str) -> None:
    """The organizer took our rights away at Stripe: no money is taken until he connects again."""
    with transaction.atomic(), schema_context(PUBLIC):
        before = _locked(account)
        if before:
            _change(before, StripeDisconnected(account=account), stripe_account="")


def _attempt(tenant: Tenant) -> str:
    """An idempotency key: one account for this shop of this installation, until he leaves it."""
    with in_tenant(tenant.schema_name):
        left = Record.objects.filter(name=StripeDisconnected.name()).count()
    made_at = tenant.created_at.timestamp()
    return f"account-{settings.PLATFORM_HOST}-{tenant.schema_name}-{made_at}-{left}"


def _keep(tenant: Tenant, account: str) -> str:
    with transaction.atomic(), schema_context(PUBLIC):
        free = Tenant.objects.filter(pk=tenant.pk, stripe_account="")
        if free.update(stripe_account=account):
            directory.changed()
        tenant.refresh_from_db(fields=["stripe_account"])
    inbox.release(account=account)  # Stripe may have spoken of it before we knew whose it is
    return tenant.stripe_account


def _locked(account: str) -> Tenant | None:
    return Tenant.objects.select_for_update().filter(stripe_account=account).first()


def _change(tenant: Tenant, fact: StripeConnected | StripeDisconnected, **fields: str) -> None:
    Tenant.objects.filter(pk=tenant.pk).update(**fields)
    directory.changed()
    with in_tenant(tenant.schema_name):
        announce(fact)
