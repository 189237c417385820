"""Prove that the counters equal the rows."""

from collections import Counter
from dataclasses import dataclass

from tenant_apps.ticketing.inventory.models import Stock
from tenant_apps.ticketing.inventory.services import places
from tenant_apps.ticketing.tickets.models import Ticket


@dataclass(frozen=True)
class Difference:
    """A pool whose counters say one thing and whose rows another."""

    stock_id: int
    held: int
    held_rows: int
    sold: int
    sold_rows: int


def differences() -> list[Difference]:
    """All pools of this shop that do not add up; empty is what we expect.

    Read while sales go on it may see a sale half-way; run it in one REPEATABLE READ transaction,
    or twice.
    """
    held = places.held_by_pool()
    sold: Counter[int] = Counter()
    for room_id, quota_id in Ticket.objects.valid().values_list("room_id", "quota_id"):
        sold[room_id] += 1
        if quota_id is not None:
            sold[quota_id] += 1
    return [
        Difference(stock.pk, stock.held, held.get(stock.pk, 0), stock.sold, sold[stock.pk])
        for stock in Stock.objects.order_by("pk")
        if (stock.held, stock.sold) != (held.get(stock.pk, 0), sold[stock.pk])
    ]
