"""Who collects what accounts owe us. A collector keeps a copy; the truth is ours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from billing.models import Account, Invoice, MeterCopy


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a collector says of an invoice: `state` is paid, failed or pending (a debit on its way).

    `ref` is the collector's own invoice, `failure` a code: card_declined, expired_card,
    no_method, insufficient_funds, authentication_required, debit_returned or other. `attempt` is
    the collector's word for this try, where it has one: the same, heard twice, is one failure.
    """

    state: str
    ref: str = ""
    method: str = ""
    failure: str = ""
    attempt: str = ""


@dataclass(frozen=True, kw_only=True)
class Method:
    """How an account pays, as people may see it: `kind` is card or sepa_debit."""

    kind: str
    label: str
    expires: str = ""  # "2030-12"


@dataclass(frozen=True, kw_only=True)
class Held:
    """One thing that an account has today, for the collector's copy."""

    code: str
    offer: str
    cycle: str
    state: str
    currency: str
    price: int
    version: str


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Something that the collector's books say otherwise."""

    kind: str
    ref: str
    ours: str
    theirs: str


class Collector(Protocol):
    """What billing asks of a collector. Calls go to the outside: never inside a transaction.

    Each is safe to repeat. All raise `kernel.errors.Refusal` kinds for an outside that is away.
    """

    code: str

    def collect(self, *, invoice: Invoice, amount: int) -> Reading:
        """Ask for `amount` minor units of an invoice (its total less what was set off)."""

    def read(self, *, invoice: Invoice) -> Reading:
        """What became of it."""

    def method(self, *, account: Account) -> Method | None:
        """How the account pays; None while it has said nothing."""

    def portal(self, *, account: Account, return_url: str) -> str:
        """The address of a page on which the account changes how it pays, and comes back."""

    def mirror(self, *, account: Account, held: Iterable[Held]) -> None:
        """Bring the copy of what an account has up to date: customer, subscription, items."""

    def push(self, *, copies: Iterable[MeterCopy]) -> list[int]:
        """Tell usage; returns the ids of the copies that were taken."""

    def compare(
        self, *, account: Account, month: date, until: date, used: Mapping[str, int],
        held: Iterable[Held] | None = None,
    ) -> list[Difference]:  # fmt: skip
        """What the books say otherwise of a month, until the day before `until`.

        `used` is our sum by "code.meter"; `held`, where given, what the account has.
        """
