"""What a gateway is, and which ones there are."""

from dataclasses import dataclass
from typing import Protocol

from kernel.money import Money
from tenant_apps.ticketing.payments.models import Payment, Refund


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a gateway says of a payment or a refund at this moment.

    `state` is one of the states of `Payment` or `Refund`; `fee` is the gateway's own fee in minor
    units of the payment's currency, None where it is not known (yet). `gateway_account` is whose
    account at the gateway it lives on, "" where the gateway has no accounts: the payment keeps it,
    since the shop may be connected to another one by the time of a refund.
    """

    state: str
    gateway_ref: str
    gateway_account: str = ""
    client_secret: str = ""
    failure: str = ""
    fee: int | None = None


class Gateway(Protocol):
    """A way to take money. Its calls go to the outside: never inside a transaction.

    `splits`: the platform's share is taken with the charge; otherwise it has to be invoiced.
    """

    code: str
    splits: bool

    def least(self, *, currency: str) -> Money | None:
        """The smallest sum that it takes in a currency; None where there is none, or none known."""

    def start(
        self, *, payment: Payment, description: str, email: str, application_fee: int = 0
    ) -> Reading:
        """Open a payment at the gateway; safe to repeat for the same payment.

        `application_fee` (minor units of the payment's currency) is the platform's share of it.
        """

    def read(self, *, payment: Payment) -> Reading:
        """Ask what became of a payment."""

    def cancel(self, *, payment: Payment) -> Reading:
        """Give up a payment that has not succeeded; returns the state that it is in now."""

    def refund(self, *, refund: Refund) -> Reading:
        """Give the refund's amount back; safe to repeat for the same refund."""
