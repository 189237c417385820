"""What a wish would cost: reckoned as the next invoices will."""

from dataclasses import dataclass
from datetime import date, datetime

from billing.models import Account
from billing.services import invoicing
from billing.services.accounts import today
from billing.services.wishes import Wish, rows_of, sold
from billing.spans import after, month_of
from kernel.money import Money


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a switch would cost, without VAT, as the next invoices would say it.

    `rest`: what the next invoice, of `invoice_on`, would ask for it to the end of this month, or
    for the year that would begin, less what was asked before; negative is a credit. `next` is due
    from then on, each `each`.
    """

    day: date
    rest: Money
    next: Money
    each: str
    invoice_on: date
    trial_until: date | None = None


def preview(*, account: Account, now: datetime | None = None, **wished: str) -> Preview:
    """Reckon what `switching.order` would cost; takes what it takes. Raises NotForSale."""
    wish = Wish(**wished)
    day = today(account, now)
    full = sold(account, wish).price(currency=account.currency, cycle=wish.cycle)
    rows = rows_of(account, wish, day)
    month = month_of(day)
    rest = 0
    if rows[0].day == day:
        rest = invoicing.fixed_due(account, wish.code, month=month, rows=rows)
    return Preview(
        day=rows[0].day,
        rest=Money(rest, account.currency),
        next=Money(full, account.currency),
        each=wish.cycle,
        invoice_on=after(month),
        trial_until=rows[1].day if wish.is_trial else None,
    )
