"""What a sale and its refund mean in the ledger, line by line."""

from kernel import tenancy
from kernel.currencies import step
from tenant_apps.ticketing.orders.models import Order, OrderCommission, OrderLine
from tenant_apps.ticketing.payments.models import Entry, Payment, Refund
from tenant_apps.ticketing.payments.services import ledger


def ticket_fee(*, quantity: int, amount: int, currency: str) -> int:
    """What the platform takes for so many paid tickets worth `amount` minor units.

    A share of the amount (the plan's basis points) and so much for each in this currency, half up
    to what cards can move; never more than all. Where a currency has lost its fee, the share alone.
    """
    plan = tenancy.current()
    if amount == 0:
        return 0
    share = part_of(amount, plan.ticket_fee_basis_points, currency)
    return min(amount, share + plan.ticket_fees.get(currency, 0) * quantity)


def part_of(amount: int, basis_points: int, currency: str) -> int:
    """So many basis points of an amount in minor units, half up to what cards can move."""
    least = 10_000 * step(currency)
    return (2 * amount * basis_points + least) // (2 * least) * step(currency)


def book_sale(
    *, order: Order, lines: list[OrderLine], payment: Payment | None, processing_fee: int | None
) -> None:
    """Book a paid order: a sale and a fee per line, and the gateway's fee where it is known."""
    entries = []
    for line in lines:
        entries.append(_of_line(order, line, payment, Entry.Kind.SALE, line.total))
        if line.platform_fee:
            kind = Entry.Kind.PLATFORM_FEE
            entries.append(_of_line(order, line, payment, kind, -line.platform_fee))
    if payment is not None and processing_fee:
        entries.append(_processing_fee(order, payment, processing_fee))
    ledger.book(entries=entries)


def book_refund(*, order: Order, refund: Refund) -> None:
    """Book a full refund: every line goes back, and the platform returns its fee."""
    entries = []
    for line in order.lines.select_related("session"):
        entry = _of_line(order, line, refund.payment, Entry.Kind.REFUND, -line.total)
        entry.refund_id = refund.pk
        entries.append(entry)
        if line.platform_fee:
            kind = Entry.Kind.PLATFORM_FEE_REFUND
            back = _of_line(order, line, refund.payment, kind, line.platform_fee)
            back.refund_id = refund.pk
            entries.append(back)
    ledger.book(entries=entries)


def book_commissions(
    *, order: Order, commissions: list[OrderCommission], payment: Payment | None
) -> None:
    """Book what the platform took of a paid order's charge for add-ons. None: no statement."""
    kind = Entry.Kind.PLATFORM_FEE
    taken = [_of_commission(order, one, payment, kind) for one in commissions if one.amount]
    if taken:
        ledger.book(entries=taken)


def book_returned_commissions(
    *, order: Order, commissions: list[OrderCommission], refund: Refund | None
) -> None:
    """Book that the platform gives it back with a full refund."""
    kind = Entry.Kind.PLATFORM_FEE_REFUND
    payment = refund.payment if refund else None
    returned = [_of_commission(order, one, payment, kind) for one in commissions if one.amount]
    for one in returned:
        one.amount = -one.amount
        one.refund_id = refund.pk if refund else None
    if returned:
        ledger.book(entries=returned)


def book_returned_payment(*, order: Order, payment: Payment, refund: Refund) -> None:
    """Book money that came too late and goes back: in and out, so that nothing is hidden."""
    common = {
        "currency": payment.currency,
        "purpose": order.reference,
        "payment_id": payment.pk,
    }
    came = Entry(kind=Entry.Kind.SALE, amount=payment.amount, source=f"late:{payment.pk}", **common)
    went = Entry(
        kind=Entry.Kind.REFUND,
        amount=-payment.amount,
        source=f"late_back:{payment.pk}",
        refund_id=refund.pk,
        **common,
    )
    ledger.book(entries=[came, went])


def book_failed_refund(*, refund: Refund) -> None:
    """Book that a refund did not go through: the organizer has the money again."""
    entries = [
        Entry(
            kind=Entry.Kind.REVERSAL,
            amount=-entry.amount,
            currency=entry.currency,
            quantity=entry.quantity,
            purpose=entry.purpose,
            event_id=entry.event_id,
            session_id=entry.session_id,
            ticket_type_id=entry.ticket_type_id,
            payment_id=entry.payment_id,
            refund_id=refund.pk,
            source=f"reversal:{entry.pk}",
        )
        for entry in Entry.objects.filter(refund_id=refund.pk, kind=Entry.Kind.REFUND)
    ]
    ledger.book(entries=entries)


def is_booked(payment: Payment) -> bool:
    """Whether this payment has reached the ledger."""
    return Entry.objects.filter(payment_id=payment.pk).exists()


def _of_line(
    order: Order, line: OrderLine, payment: Payment | None, kind: str, amount: int
) -> Entry:
    return Entry(
        kind=kind,
        amount=amount,
        currency=order.currency,
        quantity=line.quantity,
        purpose=order.reference,
        event_id=line.session.event_id,
        session_id=line.session_id,
        ticket_type_id=line.ticket_type_id,
        payment_id=payment.pk if payment else None,
        source=f"{kind}:{line.pk}",
    )


def _of_commission(
    order: Order, commission: OrderCommission, payment: Payment | None, kind: str
) -> Entry:
    return Entry(
        kind=kind,
        amount=-commission.amount,
        currency=commission.currency,
        purpose=order.reference,
        payment_id=payment.pk if payment else None,
        source=f"{kind}:commission:{commission.pk}",
    )


def _processing_fee(order: Order, payment: Payment, fee: int) -> Entry:
    return Entry(
        kind=Entry.Kind.PROCESSING_FEE,
        amount=-fee,
        currency=payment.currency,
        purpose=order.reference,
        payment_id=payment.pk,
        source=f"processing_fee:{payment.pk}",
    )
