"""The collector itself: each of its verbs is carried out by a module beside it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from billing.collectors import Difference, Held, Method, Reading
from billing.collectors.stripe_billing import (
    charging,
    comparing,
    customers,
    meters,
    mirroring,
    prices,
)
from billing.collectors.stripe_billing.reading import reading, retrieved
from billing.models import Account, Invoice, MeterCopy
from kernel.errors import Refusal
from kernel.stripe import asking


class StripeCollector:
    """Collects through the platform's own account at Stripe.

    All raise StripeUnreachable and StripeRefused.
    """

    code = "stripe"

    def collect(self, *, invoice: Invoice, amount: int) -> Reading:
        """Charge `amount` minor units of our invoice; see `charging` for what else it raises."""
        with asking() as client:
            return charging.charge(client, invoice, amount)

    def read(self, *, invoice: Invoice) -> Reading:
        """What became of the invoice at Stripe that stands for ours."""
        if not invoice.collector_ref:
            return Reading(state="failed", failure="other")
        with asking() as client:
            return reading(client, retrieved(client, invoice.collector_ref))

    def method(self, *, account: Account) -> Method | None:
        """The customer's usual means of payment."""
        with asking() as client:
            customer = customers.read(client, account)
            return customers.method_of(client, customer) if customer else None

    def portal(self, *, account: Account, return_url: str) -> str:
        """Stripe's page for changing how to pay, for one visit."""
        with asking() as client:
            asked: Any = {
                "customer": customers.of(client, account).id,
                "return_url": return_url,
                "locale": account.language,
                "flow_data": {"type": "payment_method_update"},
            }
            return client.v1.billing_portal.sessions.create(asked).url

    def mirror(self, *, account: Account, held: Iterable[Held]) -> None:
        """Bring customer and subscriptions up to date."""
        with asking() as client:
            mirroring.mirror(client, account, prices.wanted(held, account.currency))

    def push(self, *, copies: Iterable[MeterCopy]) -> list[int]:
        """Tell usage; where Stripe is away half-way, those that were taken by then."""
        waiting, taken, now = list(copies), [], timezone.now()
        try:
            with asking() as client:
                ids = meters.ensured(client, meters.names(waiting))
                for copy in waiting:
                    customer = meters.customer_of(client, copy.account)
                    if meters.tell(client, copy, customer, ids, now):
                        taken.append(copy.pk)
        except Refusal:
            if not taken:
                raise
        return taken

    def compare(
        self, *, account: Account, month: date, until: date, used: Mapping[str, int],
        held: Iterable[Held] | None = None,
    ) -> list[Difference]:  # fmt: skip
        """Usage, items, and what was charged; what the account has, where `held` is given."""
        wanted = None if held is None else prices.wanted(held, account.currency)
        with asking() as client:
            return comparing.compare(client, account, month, until, used, wanted)
