"""The letters about what is owed, as whoever looks after them sees them."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing import mails
from billing.models import Account, Invoice
from kernel.money import Money
from themes import letters

_URL = "https://marquee.example/shops/meridian/billing"


def _invoice(**fields: Any) -> Invoice:
    said = {
        "number": "2026-000042", "currency": "EUR", "net": 4400, "tax": 880, "total": 5280,
        "issued_on": date(2026, 11, 1), "due_on": date(2026, 11, 15), "month": date(2026, 11, 1),
        "buyer": {"method": {"kind": "card", "label": "Visa •••• 4242"}}, "seller": {},
        "tax_category": "S", "tax_rate": 2000, "language": "en",
    }  # fmt: skip
    return Invoice(**said | fields)


def _example(kind: str, **said: Callable[[], Any]) -> Callable[[], letters.Example]:
    def make() -> letters.Example:
        context = {
            "account": Account(legal_name="Meridian Hall Ltd"),
            "shop_name": "Meridian Hall",
            "url": _URL,
            "method_url": f"{_URL}/method",
            **{name: value() for name, value in said.items()},
        }
        return letters.Example(mails.subject_of(kind, context), context)

    return make


def _again(about: Mapping[str, int], key: str) -> None:
    mails.send_invoice(invoice_id=about["invoice_id"], key=key)


def _kind(
    code: str, name: str | Promise, when: str | Promise, /, *, again: Any = None, **said: Any
) -> None:
    letters.kind(
        code,
        title=name,
        when=when,
        template=f"billing/mail/{code}",
        example=_example(code, **said),
        again=again,
        is_owed=True,
        is_platforms=True,
    )


_kind(
    "invoice_issued",
    gettext_lazy("Invoice"),
    gettext_lazy("When an invoice or a credit note has its number."),
    again=_again,
    invoice=_invoice,
    has_files=lambda: True,
)
_kind(
    "invoice_paid",
    gettext_lazy("Receipt"),
    gettext_lazy("When nothing of an invoice is open any more."),
    invoice=_invoice,
    moves=lambda: [
        {"kind": "set_off", "amount": Money(1200, "EUR"), "method": "", "ref": "2026-000031"},
        {"kind": "paid", "amount": Money(4080, "EUR"), "method": "Visa •••• 4242", "ref": ""},
    ],
)
_kind(
    "collection_failed",
    gettext_lazy("Payment failed"),
    gettext_lazy("When an attempt to collect an invoice failed."),
    invoice=_invoice,
    why=lambda: mails.failure("card_declined"),
    amount=lambda: Money(5280, "EUR"),
    next_on=lambda: date(2026, 11, 4),
    suspended_on=lambda: date(2026, 11, 15),
)
_kind(
    "account_suspended",
    gettext_lazy("Add-ons paused"),
    gettext_lazy("When an account has owed for fourteen days."),
    titles=lambda: [_("Smart check-in"), _("Waiting list and resale")],
)
_kind(
    "account_back",
    gettext_lazy("Add-ons back"),
    gettext_lazy("When an account that was paused has paid."),
    titles=lambda: [_("Smart check-in"), _("Waiting list and resale")],
)
_kind(
    "trial_ending",
    gettext_lazy("Trial ends"),
    gettext_lazy("Three days before a trial turns into something that costs."),
    title=lambda: _("Smart check-in"),
    on=lambda: date(2026, 11, 14),
    price=lambda: Money(1500, "EUR"),
    cycle=lambda: "month",
    has_method=lambda: False,
)
_kind(
    "erasure_near",
    gettext_lazy("Data erased soon"),
    gettext_lazy("Before what a former add-on has stored is erased."),
    title=lambda: _("Waiting list and resale"),
    on=lambda: date(2027, 2, 12),
)
_kind(
    "vat_refused",
    gettext_lazy("VAT number not valid"),
    gettext_lazy("When the register does not know a VAT number, or not any more."),
    vat_id=lambda: "DE136695976",
    rate=lambda: 0.19,
)
