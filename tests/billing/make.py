"""Accounts and invoices for tests: rows as the services write them, without the way there.

owing = make.account(country="DE", vat_id="DE136695976", vat_state="valid")
made = make.invoice(owing, lines=[make.line("Check-in", 1500)])
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django_tenants.utils import schema_context

from billing import vat
from billing.models import Account, Invoice, Line
from billing.services.accounts import account_of
from kernel.money import Money
from kernel.tenancy import PUBLIC
from shared_apps.tenants.models import Tenant

MONTH = date(2026, 11, 1)


@dataclass(frozen=True, kw_only=True)
class Item:
    """A line to be: signed minor units, days counted both."""

    text: str
    amount: int
    quantity: int
    unit_price: int
    code: str
    what: str
    meter: str
    first: date
    last: date


def account(tenant=None, **fields) -> Account:
    """The account of a tenant (red, unless named), with some fields set."""
    with schema_context(PUBLIC):
        made = account_of(tenant or Tenant.objects.get(schema_name="red"))
        for name, value in fields.items():
            setattr(made, name, value)
        made.save()
    return made


def line(
    text="Check-in",
    amount=1500,
    *,
    quantity=1,
    unit_price=None,
    code="checkin",
    what="fixed",
    meter="",
    first=MONTH,
    last=date(2026, 11, 30),
) -> Item:
    """One thing that is charged."""
    price = amount if unit_price is None else unit_price
    return Item(
        text=text, amount=amount, quantity=quantity, unit_price=price, code=code, what=what,
        meter=meter, first=first, last=last,
    )  # fmt: skip


def invoice(of=None, *, lines=None, number="", month=MONTH, currency="", **fields) -> Invoice:
    """An invoice of the first of a month at six; below nothing it is a credit note."""
    of = of or account()
    items = [line()] if lines is None else lines
    net = sum(one.amount for one in items)
    issued_on = fields.pop("issued_on", month)
    how = vat.treatment(account=of, on=issued_on)
    currency = currency or of.currency
    tax = _tax(net, currency, how.rate)
    counted = datetime(month.year, month.month, month.day, 6, tzinfo=UTC)
    kind = Invoice.Kind.CREDIT_NOTE if net < 0 else Invoice.Kind.INVOICE
    with schema_context(PUBLIC):
        made = Invoice.objects.create(
            account=of, kind=kind, month=month, currency=currency,
            number=number or f"T{month:%Y}-{Invoice.objects.count() + 1:06}",
            net=net, tax=tax, total=net + tax,
            tax_category=how.category, tax_rate=how.rate, tax_note=how.note,
            seller=vat.seller(), buyer=vat.buyer(of), language=of.language,
            **{"issued_at": counted, "issued_on": issued_on, "due_on": issued_on,
               "counted_at": counted, "collector": of.collector, **fields},
        )  # fmt: skip
        Line.objects.bulk_create(
            Line(invoice=made, position=number, period=f"{one.first:%Y-%m}", **vars(one))
            for number, one in enumerate(items, start=1)
        )
    return made


def _tax(net: int, currency: str, rate: int) -> int:
    """Half up away from nothing: a credit note takes back what was charged."""
    part = Money(abs(net), currency).share(rate).amount
    return part if net >= 0 else -part
