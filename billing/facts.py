"""What can have happened between an organizer and us. Announced in `public`."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kernel.facts.bus import Fact


@dataclass(frozen=True, kw_only=True)
class SwitchMade(Fact):
    """An account has something else of one thing, from a day on."""

    account_id: int
    switch_id: int
    sentence = _("Plan or add-on switched")


@dataclass(frozen=True, kw_only=True)
class AccountDetailsChanged(Fact):
    """Whom we write to, or what stands on invoices. `changed` names fields; values stay out."""

    account_id: int
    changed: str
    sentence = _("Details of the account changed: {changed}")


@dataclass(frozen=True, kw_only=True)
class TrialEnding(Fact):
    """A trial ends in a few days, and costs from then on."""

    account_id: int
    switch_id: int
    sentence = _("A trial ends soon")


@dataclass(frozen=True, kw_only=True)
class InvoiceIssued(Fact):
    """An invoice or a credit note has its number."""

    account_id: int
    invoice_id: int
    sentence = _("Invoice issued")


@dataclass(frozen=True, kw_only=True)
class InvoicePaid(Fact):
    """Nothing of an invoice is open any more."""

    account_id: int
    invoice_id: int
    sentence = _("Invoice paid")


@dataclass(frozen=True, kw_only=True)
class CollectionFailed(Fact):
    """An attempt to collect an invoice failed; `attempt` counts from 1."""

    account_id: int
    invoice_id: int
    attempt: int
    failure: str
    sentence = _("Payment of an invoice failed")


@dataclass(frozen=True, kw_only=True)
class AccountMoved(Fact):
    """An account is good, past_due or suspended now."""

    account_id: int
    before: str
    state: str
    sentence = _("Account: {state}")


@dataclass(frozen=True, kw_only=True)
class VatNumberRefused(Fact):
    """The register does not know an account's VAT number, or not any more."""

    account_id: int
    check_id: int
    sentence = _("VAT number not valid")


@dataclass(frozen=True, kw_only=True)
class DataErasureNear(Fact):
    """What an add-on has stored will be erased on `day` (ISO), if it stays off until then."""

    account_id: int
    switch_id: int
    code: str
    day: str
    sentence = _("Data of the add-on “{code}” will be erased on {day}")


@dataclass(frozen=True, kw_only=True)
class AddOnDataErased(Fact):
    """What an add-on had stored is gone. Announced in the shop's own schema."""

    code: str
    sentence = _("Data of the add-on “{code}” erased, ninety days after it was switched off")
