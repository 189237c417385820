"""An account as Stripe's customer: who it is, and how it pays."""

import logging
from collections.abc import Callable
from typing import Any

import stripe
from django.db import transaction
from django_tenants.utils import schema_context

from billing.collectors import Method
from billing.models import Account
from kernel.tenancy import PUBLIC

log = logging.getLogger(__name__)
BRANDS = {
    "amex": "American Express", "cartes_bancaires": "CB", "diners": "Diners Club",
    "discover": "Discover", "eftpos_au": "eftpos", "jcb": "JCB", "mastercard": "Mastercard",
    "unionpay": "UnionPay", "visa": "Visa",
}  # fmt: skip
SEPA = "sepa_debit"
DEBIT = "SEPA"  # how people call it, in every language


def of(client: stripe.StripeClient, account: Account) -> stripe.Customer:
    """The customer that stands for an account; made where there is none."""
    if account.collector_ref:
        found = read(client, account)
        if found is not None:
            return found
        log.error("the customer %s of account %s is gone", account.collector_ref, account.pk)

    def make(said: Any) -> stripe.Customer:
        key = f"customer-{mark(account)}-{account.collector_ref}"
        key = key if "email" in said else f"{key}-unaddressed"
        return client.v1.customers.create(said, {"idempotency_key": key})

    made = _told(make, _details(account))
    with transaction.atomic(), schema_context(PUBLIC):
        Account.objects.filter(pk=account.pk).update(collector_ref=made.id)
        account.collector_ref = made.id
    return made


def read(client: stripe.StripeClient, account: Account) -> stripe.Customer | None:
    """The customer as it is at Stripe; None where it was deleted, or is not known."""
    if not account.collector_ref:
        return None
    try:
        found = client.v1.customers.retrieve(account.collector_ref)
    except stripe.InvalidRequestError as error:
        if error.code == "resource_missing":
            return None
        raise
    return None if getattr(found, "deleted", False) else found


def refresh(client: stripe.StripeClient, account: Account) -> stripe.Customer:
    """The customer, with name and address for letters as the account has them now."""
    found = of(client, account)
    wanted = _details(account)
    stands = {
        "email": found.email,
        "name": found.name,
        "preferred_locales": found.preferred_locales,
        "metadata": found.metadata.to_dict() if found.metadata else {},
    }
    changes: Any = {name: value for name, value in wanted.items() if stands[name] != value}
    if changes:
        _told(lambda said: client.v1.customers.update(found.id, said), changes)
    return found


def usual_of(customer: stripe.Customer) -> str:
    """The id of what invoices of a customer are paid with; "" where nothing was said."""
    settings = customer.invoice_settings
    kept = settings.default_payment_method if settings else None
    return kept if isinstance(kept, str) else kept.id if kept else ""


def method_of(client: stripe.StripeClient, customer: stripe.Customer) -> Method | None:
    """What invoices of a customer are paid with, as people may see it."""
    usual = usual_of(customer)
    return method(client.v1.payment_methods.retrieve(usual)) if usual else None


def method(kept: stripe.PaymentMethod) -> Method:
    """A payment method as people may see it."""
    if kept.type == "card" and kept.card:
        brand = BRANDS.get(kept.card.brand, kept.card.brand.replace("_", " ").title())
        return Method(
            kind="card",
            label=f"{brand} •••• {kept.card.last4}",
            expires=f"{kept.card.exp_year}-{kept.card.exp_month:02d}",
        )
    if kept.type == SEPA and kept.sepa_debit:
        return Method(kind=SEPA, label=f"{DEBIT} •••• {kept.sepa_debit.last4}")
    return Method(kind=kept.type, label=kept.type.replace("_", " ").title())


def _told(tell: Callable[[Any], stripe.Customer], said: Any) -> stripe.Customer:
    """Tell who a customer is; without his e-mail address, where Stripe does not take it.

    Our letters need no address at Stripe, and nobody is to owe nothing for a strange one.
    """
    try:
        return tell(said)
    except stripe.InvalidRequestError as error:
        if error.code != "email_invalid":
            raise
        return tell({name: value for name, value in said.items() if name != "email"})


def mark(account: Account) -> str:
    """What names this account alone, also where several installations share Stripe's test mode."""
    return f"{account.tenant.schema_name}-{account.opened_at:%Y%m%d%H%M%S}"


def _details(account: Account) -> Any:
    details: dict[str, Any] = {
        "name": str(account)[:250],
        "preferred_locales": [account.language],
        "metadata": {"schema": account.tenant.schema_name, "account": str(account.pk)},
    }
    return details | ({"email": account.email} if account.email else {})
