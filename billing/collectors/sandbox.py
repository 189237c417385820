"""A collector without a bank, for the demo and for tests: the test card's number decides.

Money never moves. The card is kept with the account; an invoice's reference names the card that
was asked, so what became of it can be read later, as at a real collector.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from billing.collectors import Difference, Held, Method, Reading
from billing.models import Account, Invoice, MeterCopy
from kernel.errors import Refusal

SUCCEEDS = "4242424242424242"
DECLINES = "4000000000000341"
NO_FUNDS = "4000000000009995"
EXPIRED = "4000000000000069"
ASKS = "4000002500003155"
DEBITS = "AT611904300234573201"
RETURNS = "AT861904300235473202"
DEBIT = "sepa_debit"
FREE = "0000"  # what stands in a reference where there was nothing to pay


@dataclass(frozen=True)
class TestCard:
    """What a number stands for: `failure` is what asking for money brings, "" where it works.

    A debit is on its way first; only reading it again tells.
    """

    __test__ = False  # pytest takes the name for its own

    kind: str = "card"
    failure: str = ""
    expires: str = "2034-12"


CARDS: Mapping[str, TestCard] = {
    SUCCEEDS: TestCard(),
    DECLINES: TestCard(failure="card_declined"),
    NO_FUNDS: TestCard(failure="insufficient_funds"),
    EXPIRED: TestCard(failure="expired_card", expires="2020-01"),
    ASKS: TestCard(failure="authentication_required"),
    DEBITS: TestCard(DEBIT, expires=""),
    RETURNS: TestCard(DEBIT, failure="debit_returned", expires=""),
}


class NotATestCard(Refusal):
    """A number that the sandbox does not know."""

    code = "not_a_test_card"
    sentence = _("This is not one of the test numbers.")
    status = 422


def present(*, account: Account, number: str) -> Method:
    """Keep a test number as the way the account pays; spaces in it do not matter.

    Raises NotATestCard; where money is real, for every number.
    """
    digits = "".join(number.split()).upper()
    card = CARDS.get(digits) if settings.SANDBOX_PAYMENTS else None
    if card is None:
        raise NotATestCard
    method = Method(kind=card.kind, label=_label(digits), expires=card.expires)
    kept = {"kind": method.kind, "label": method.label, "number": digits, "expires": method.expires}
    with transaction.atomic():
        account.method = kept
        account.save(update_fields=["method"])
    return method


class SandboxCollector:
    """Plays Stripe."""

    code = "sandbox"

    def collect(self, *, invoice: Invoice, amount: int) -> Reading:
        """Ask the account's test card; nothing to pay is paid. Raises nothing.

        Asked again for a debit that is on its way, it says what became of that.
        """
        number = invoice.account.method.get("number", "")
        if amount <= 0:
            return Reading(state="paid", ref=_ref(invoice, FREE))
        ref = _ref(invoice, number)
        if number not in CARDS:
            return Reading(state="failed", ref=ref, failure="no_method")
        if CARDS[number].kind == DEBIT and invoice.collector_ref != ref:
            return Reading(state="pending", ref=ref, method=_label(number))
        return _outcome(number, ref)

    def read(self, *, invoice: Invoice) -> Reading:
        """What became of the card that was asked; a debit has arrived, or come back, by now."""
        _mark, _number, asked = invoice.collector_ref.rpartition("_")
        number = next((one for one in CARDS if asked and one.endswith(asked)), "")
        if asked == FREE:
            return Reading(state="paid", ref=invoice.collector_ref)
        if not number:
            return Reading(state="failed", ref=invoice.collector_ref, failure="no_method")
        return _outcome(number, invoice.collector_ref)

    def method(self, *, account: Account) -> Method | None:
        """The test card that was presented."""
        if not account.method:
            return None
        kept = account.method
        return Method(kind=kept["kind"], label=kept["label"], expires=kept.get("expires", ""))

    def portal(self, *, account: Account, return_url: str) -> str:
        """Our own page with the test numbers, on the platform's host."""
        return f"/shops/{account.tenant.subdomain}/billing/method"

    def mirror(self, *, account: Account, held: Iterable[Held]) -> None:
        """Nothing: there is no copy."""

    def push(self, *, copies: Iterable[MeterCopy]) -> list[int]:
        """Take all."""
        return [copy.pk for copy in copies]

    def compare(
        self, *, account: Account, month: date, until: date, used: Mapping[str, int],
        held: Iterable[Held] | None = None,
    ) -> list[Difference]:  # fmt: skip
        """No books, no differences."""
        return []


def _outcome(number: str, ref: str) -> Reading:
    failure = CARDS[number].failure
    state = "failed" if failure else "paid"
    return Reading(state=state, ref=ref, method=_label(number), failure=failure)


def _ref(invoice: Invoice, number: str) -> str:
    return f"sandbox_{invoice.number}_{number[-4:]}"


def _label(number: str) -> str:
    what = "SEPA" if CARDS[number].kind == DEBIT else "Test card"
    return f"{what} •••• {number[-4:]}"
