"""The platform's shares of what add-ons bring: kept with the order, taken and returned with it."""

from kernel.currencies import step
from kernel.facts.bus import announce
from kernel.tenancy import share_of
from tenant_apps.ticketing.orders.models import Order, OrderCommission, OrderLine
from tenant_apps.ticketing.payments.models import Payment, Refund
from tenant_apps.ticketing.payments.services import taking
from tenant_apps.ticketing.sales import hooks
from tenant_apps.ticketing.sales.facts import CommissionReturned, CommissionTaken
from tenant_apps.ticketing.sales.services import bookkeeping


def keep(*, order: Order, lines: list[OrderLine], gateway: str) -> None:
    """Ask the open add-ons what they brought with a new order, and keep our shares of it.

    In the transaction that places it; without answers no statement is sent. Raises ValueError for
    money in another currency than the order's.
    """
    kept = shares(order=order, lines=lines, splits=taking.splits(gateway=gateway))
    if kept:
        OrderCommission.objects.bulk_create(kept)
        order.has_commissions = True
        order.save(update_fields=["has_commissions"])


def shares(*, order: Order, lines: list[OrderLine], splits: bool) -> list[OrderCommission]:
    """The shares of a new order, not yet kept.

    Where the gateway gives us our share of the charge (`splits`), it is never more than the money
    that the fees of the tickets leave: what does not fit is waived. Elsewhere all is invoiced.
    """
    left = order.total - sum(line.platform_fee for line in lines)
    found = []
    for code, source, base, basis_points in _earned(order):
        share = bookkeeping.part_of(base, basis_points, order.currency) if splits else 0
        amount = min(share, left, base - base % step(order.currency))
        left -= amount
        found.append(
            OrderCommission(
                order=order,
                code=code,
                source=source,
                basis_points=basis_points,
                base=base,
                amount=amount,
                currency=order.currency,
                is_collected=splits,
            )
        )
    return found


def _earned(order: Order) -> list[tuple[str, str, int, int]]:
    """(code, source, base, basis points) of all that add-ons brought and we have a share of."""
    found = {}
    for answer in hooks.commissions.ask(order=order):
        for one in answer:
            if one.base.currency != order.currency:
                raise ValueError(f"{one.code} earned {one.base.currency} in {order.currency}")
            basis_points = share_of(one.code)
            if basis_points > 0 and one.base.amount > 0:
                found[one.code, one.source] = (one.base.amount, basis_points)
    return [(code, source, *earned) for (code, source), earned in found.items()]


def amount_of(order: Order) -> int:
    """Minor units that are taken of the order's charge for add-ons. A query only if there are."""
    return sum(one.amount for one in _of(order))


def take(*, order: Order, payment: Payment | None) -> None:
    """Book the shares of an order that is paid, and tell whoever counts. In its transaction."""
    kept = _of(order)
    bookkeeping.book_commissions(order=order, commissions=kept, payment=payment)
    for one in kept:
        announce(
            CommissionTaken(
                order_id=order.pk,
                commission_id=one.pk,
                code=one.code,
                base=one.base,
                currency=one.currency,
                is_collected=one.is_collected,
            )
        )


def give_back(*, order: Order, refund: Refund | None) -> None:
    """Give the shares of an order back with all its money. In the refund's transaction.

    Also those of add-ons that are off by now: what was taken is known here, and needs no answer.
    """
    kept = _of(order)
    bookkeeping.book_returned_commissions(order=order, commissions=kept, refund=refund)
    for one in kept:
        announce(
            CommissionReturned(
                order_id=order.pk,
                commission_id=one.pk,
                refund_id=refund.pk if refund else 0,
                code=one.code,
                base=one.base,
                currency=one.currency,
                is_collected=one.is_collected,
            )
        )


def _of(order: Order) -> list[OrderCommission]:
    return list(order.commissions.all()) if order.has_commissions else []
