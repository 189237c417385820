"""An invoice as it stands on paper: made of its own rows, never of today's account.

A credit note is told the right way round: it gives positive sums, where our rows are negative.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, reduce
from operator import or_
from typing import Any

from babel.core import Locale
from django.db.models import Q
from django.utils.translation import gettext as _

from billing.models import Invoice, Line
from kernel.locales import locale_of
from kernel.moments import day
from kernel.money import Money

# Categories of EN 16931 without VAT, and why, by the list VATEX of the Connecting Europe Facility.
EXEMPTIONS = {"AE": "VATEX-EU-AE", "O": "VATEX-EU-O"}
_LAST_DIGITS = re.compile(r"(\d{4})\D*$")
# Control characters and the like, which XML cannot hold and paper cannot show.
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line on paper. `quantity` × `price` is `amount`, and `price` is never negative.

    `pieces` is how many there were, where it was sold by the piece; else None.
    """

    line: Line
    position: int
    text: str
    first: date
    last: date
    quantity: int
    price: int
    amount: int
    pieces: int | None


@dataclass(frozen=True)
class Sheet:
    """An invoice or a credit note, ready to be drawn or written."""

    invoice: Invoice

    @property
    def sign(self) -> int:
        """What our signed sums are multiplied with, to stand on this paper."""
        return -1 if self.invoice.is_credit else 1

    @cached_property
    def entries(self) -> list[Entry]:
        """The lines, in their order. One query."""
        return [_entry(one, self.sign) for one in self.invoice.lines.order_by("position")]

    @property
    def net(self) -> Money:
        """Without VAT."""
        return self._money(self.invoice.net)

    @property
    def tax(self) -> Money:
        """The VAT."""
        return self._money(self.invoice.tax)

    @property
    def total(self) -> Money:
        """With VAT."""
        return self._money(self.invoice.total)

    @property
    def seller(self) -> dict[str, Any]:
        """Who writes: see `billing.vat.seller`."""
        return _party(self.invoice.seller)

    @property
    def buyer(self) -> dict[str, Any]:
        """Who gets it: see `billing.vat.buyer`."""
        return _party(self.invoice.buyer)

    @property
    def seller_country(self) -> str:
        """Where the seller is, in words."""
        return _country(self.seller["country"])

    @property
    def buyer_country(self) -> str:
        """Where the buyer is, in words."""
        return _country(self.buyer["country"])

    @property
    def first(self) -> date:
        """The first day that it is for."""
        return min((one.first for one in self.entries), default=self.invoice.month)

    @property
    def last(self) -> date:
        """The last day that it is for."""
        return max((one.last for one in self.entries), default=self.invoice.issued_on)

    @cached_property
    def amended(self) -> list[str]:
        """Of a credit note: the invoices that asked for what it gives back, the oldest first."""
        taken = [one.line for one in self.entries if one.line.amount < 0]
        if not (self.invoice.is_credit and taken):
            return []
        same = [
            Q(code=one.code, what=one.what, meter=one.meter, period=one.period) for one in taken
        ]
        asked = Line.objects.filter(
            reduce(or_, same),
            amount__gt=0,
            invoice__account=self.invoice.account_id,
            invoice__currency=self.invoice.currency,
            invoice__lt=self.invoice.pk,
        )
        numbers = asked.order_by("invoice").values_list("invoice__number", flat=True)
        return list(dict.fromkeys(numbers))

    @property
    def has_pieces(self) -> bool:
        """Is something on it sold by the piece?"""
        return any(one.pieces is not None for one in self.entries)

    @property
    def is_taxed(self) -> bool:
        """Is VAT charged at a rate?"""
        return self.invoice.tax_category not in EXEMPTIONS

    @property
    def rate(self) -> Decimal:
        """The rate of VAT as a share of one."""
        return Decimal(self.invoice.tax_rate) / 10_000

    @property
    def method(self) -> dict[str, str]:
        """How the buyer paid at that time: kind and label; empty where he had said nothing."""
        said = self.buyer.get("method") or {}
        return {"kind": said.get("kind", ""), "label": said.get("label", "")}

    @property
    def card_digits(self) -> str:
        """The last four digits of the card that pays; "" for anything else."""
        found = _LAST_DIGITS.search(self.method["label"])
        return found.group(1) if found and self.method["kind"] == "card" else ""

    def _money(self, amount: int) -> Money:
        return Money(self.sign * amount, self.invoice.currency)


def terms(sheet: Sheet) -> str:
    """How it is paid, in the active language."""
    if sheet.invoice.is_credit:
        return _("Nothing is to be paid: this sum is set off against your next invoices.")
    if not sheet.total:
        return _("Nothing is to be paid.")
    method = sheet.method
    if method["kind"] == "card":
        return _("We charge this sum to {card}; there is nothing you need to do.").format(
            card=method["label"]
        )
    if method["kind"]:
        return _("We collect this sum by {method}; there is nothing you need to do.").format(
            method=method["label"]
        )
    return _("Please choose on your billing page how you pay, by {day}.").format(
        day=day(sheet.invoice.due_on, "long")
    )


def _party(said: dict[str, Any]) -> dict[str, Any]:
    return {name: _readable(part) if isinstance(part, str) else part for name, part in said.items()}


def _readable(text: str) -> str:
    """What somebody has typed, as paper and XML can hold it."""
    return _UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _country(code: str) -> str:
    return str(Locale.parse(locale_of()).territories.get(code, code))


def _entry(line: Line, sign: int) -> Entry:
    by_piece = line.what == "usage" and line.quantity * line.unit_price == line.amount
    quantity, price = (line.quantity, line.unit_price) if by_piece else (1, line.amount)
    if price < 0:
        quantity, price = -quantity, -price
    return Entry(
        line=line,
        position=line.position,
        text=_readable(line.text),
        first=line.first,
        last=line.last,
        quantity=sign * quantity,
        price=price,
        amount=sign * line.amount,
        pieces=sign * quantity if by_piece else None,
    )
