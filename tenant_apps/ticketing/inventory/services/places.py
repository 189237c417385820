"""Take places and give them back. The counters move first, by conditional UPDATE; see README.md.

Every function here belongs in the caller's transaction or is a short one of its own; none may be
called around anything slow.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Sum

from kernel.facts.bus import announce
from tenant_apps.ticketing.inventory.errors import SoldOut
from tenant_apps.ticketing.inventory.facts import PlacesFreed
from tenant_apps.ticketing.inventory.models import Hold
from tenant_apps.ticketing.inventory.services.pools import Pools


def hold(
    *,
    cart: uuid.UUID,
    pools: Pools,
    quantity: int,
    unit_price: int,
    currency: str,
    expires_at: datetime,
) -> Hold:
    """Keep `quantity` places for a cart until `expires_at` (UTC), at `unit_price` minor units.

    Raises `SoldOut` when a pool has no room; the caller's transaction undoes what came before. Call
    it by `with_second_try`, so that expired holds are taken back before anybody is refused.
    """
    _claim(_counts(pools.room_id, pools.quota_id, quantity))
    return Hold.objects.create(
        cart=cart,
        session_id=pools.session_id,
        ticket_type_id=pools.ticket_type_id,
        room_id=pools.room_id,
        quota_id=pools.quota_id,
        quantity=quantity,
        unit_price=unit_price,
        currency=currency,
        expires_at=expires_at,
    )


def resize(*, hold: Hold, quantity: int, unit_price: int) -> None:
    """Change a hold to `quantity` places, at least one. Raises `SoldOut` when there is no room.

    More places are a new wish: then all of the hold costs `unit_price`, what they cost now, in the
    currency of `hold`. One that is gone meanwhile, or costs another currency, is passed over: who
    asked sees it in the cart.
    """
    now = Hold.objects.select_for_update().filter(pk=hold.pk).first()
    if now is None or now.quantity == quantity or now.currency != hold.currency:
        return
    more = quantity - now.quantity
    if more > 0:
        _claim(_counts(now.room_id, now.quota_id, more))
    else:
        _move(_counts(now.room_id, now.quota_id, -more), held=-1)
        unit_price = now.unit_price
    Hold.objects.filter(pk=now.pk).update(quantity=quantity, unit_price=unit_price)


def reprice(*, cart: uuid.UUID, currency: str, price_of: Callable[[Hold], int]) -> None:
    """Let all that a cart holds cost what `price_of` says, in minor units of `currency`.

    Belongs in the caller's transaction; what `price_of` raises leaves the holds as they were.
    """
    for hold in Hold.objects.select_for_update().filter(cart=cart).order_by("id"):
        new = {"unit_price": price_of(hold), "currency": currency}
        Hold.objects.filter(pk=hold.pk).update(**new)


def with_second_try[T](attempt: Callable[[], T], *, room_id: int) -> T:
    """Run `attempt` in a transaction; where it is `SoldOut`, take expired holds back and try again.

    Returns what it returns. Must not be called inside a transaction that has locked pools.
    """
    try:
        return _softly(attempt)
    except SoldOut:
        if not release_expired(room_id=room_id):
            raise
        return _softly(attempt)


@transaction.atomic
def _softly[T](attempt: Callable[[], T]) -> T:
    """Commit without waiting for the disk, so that a hot pool is not locked while it turns.

    A hold that a crash of PostgreSQL loses takes its counter's change with it: nothing is oversold.
    """
    if len(connection.savepoint_ids) == 0:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
    return attempt()


@transaction.atomic(savepoint=False)
def release(*, holds: Iterable[Hold]) -> int:
    """Give the places of these holds back to sale; returns how many places. Safe to repeat."""
    gone = _delete(holds)
    _move(pool_counts(gone), held=-1)
    return sum(one.quantity for one in gone)


def release_expired(*, room_id: int | None = None, most: int = 500) -> int:
    """Take expired holds back, of one room or of all; returns the number of places freed."""
    with transaction.atomic():
        expired = Hold.objects.expired().select_for_update(skip_locked=True).order_by("id")
        if room_id is not None:
            expired = expired.filter(room_id=room_id)
        gone = _delete(expired[:most])
        _move(pool_counts(gone), held=-1)
        _announce_freed(gone)
    return sum(one.quantity for one in gone)


def sell_cart(*, cart: uuid.UUID) -> list[Hold]:
    """Turn a cart's holds into sold places; returns the holds as they were. Expired ones count too
    as long as nobody took their places. Belongs in the caller's transaction.
    """
    gone = list(Hold.objects.raw("DELETE FROM inventory_hold WHERE cart = %s RETURNING *", [cart]))
    _move(pool_counts(gone), held=-1, sold=1)
    return gone


def take(*, counts: Mapping[int, int]) -> None:
    """Sell places that nobody holds, pool by pool, all or none. Raises `SoldOut`.

    For a payment that arrives after its holds are gone; the caller's transaction undoes the rest.
    """
    _where_there_is_room(_TAKE, counts)


def free(*, lines: Iterable) -> None:
    """Return sold places to sale and say so. `lines` have `session_id`, `room_id`, `quota_id` and
    maybe `quantity`: order lines, or tickets, which are one place each.
    """
    lines = list(lines)
    _move(pool_counts(lines), sold=-1)
    _announce_freed(lines)


def held_by_pool() -> dict[int, int]:
    """What the hold rows say each pool should count as held: pool id → places."""
    totals: Counter[int] = Counter()
    for column in ("room_id", "quota_id"):
        rows = Hold.objects.exclude(**{column: None}).values_list(column)
        for pool_id, quantity in rows.annotate(places=Sum("quantity")).order_by():
            totals[pool_id] += quantity
    return dict(totals)


def pool_counts(lines: Iterable) -> dict[int, int]:
    """Places per pool id over rows that have `room_id`, `quota_id` and maybe `quantity`."""
    counts: Counter[int] = Counter()
    for line in lines:
        quantity = getattr(line, "quantity", 1)
        counts[line.room_id] += quantity
        if line.quota_id is not None:
            counts[line.quota_id] += quantity
    return dict(counts)


def _announce_freed(lines: Iterable) -> None:
    freed: Counter[int] = Counter()
    for line in lines:
        freed[line.session_id] += getattr(line, "quantity", 1)
    for session_id, quantity in freed.items():
        announce(PlacesFreed(session_id=session_id, quantity=quantity))


# The hot statements, as they are: to compose them anew costs more than to run them.
_CLAIM = """
UPDATE inventory_stock SET held = held + %s WHERE id = %s AND capacity >= held + sold + %s
"""
_TAKE = """
UPDATE inventory_stock SET sold = sold + %s WHERE id = %s AND capacity >= held + sold + %s
"""
_KEEP = "UPDATE inventory_hold SET expires_at = %s WHERE cart = %s RETURNING *"
_MOVE = "UPDATE inventory_stock SET held = held + %s, sold = sold + %s WHERE id = %s"


def _claim(counts: Mapping[int, int]) -> None:
    _where_there_is_room(_CLAIM, counts)


def _where_there_is_room(statement: str, counts: Mapping[int, int]) -> None:
    with connection.cursor() as cursor:
        for pool_id, quantity in sorted(counts.items()):
            cursor.execute(statement, [quantity, pool_id, quantity])
            if cursor.rowcount != 1:
                raise SoldOut


def _move(counts: Mapping[int, int], *, held: int = 0, sold: int = 0) -> None:
    """Change the counters by so many times `held` and `sold` (-1, 0 or 1), pools in id order."""
    with connection.cursor() as cursor:
        for pool_id, quantity in sorted(counts.items()):
            cursor.execute(_MOVE, [held * quantity, sold * quantity, pool_id])


def _delete(holds: Iterable[Hold]) -> list[Hold]:
    """Delete the rows that are still there, and return just those: each is given back once."""
    ids = sorted(one.pk for one in holds)
    if not ids:
        return []
    return list(
        Hold.objects.raw("DELETE FROM inventory_hold WHERE id = ANY(%s) RETURNING *", [ids])
    )


def _counts(room_id: int, quota_id: int | None, quantity: int) -> dict[int, int]:
    if quota_id is None:
        return {room_id: quantity}
    return {room_id: quantity, quota_id: quantity}


def missing(*, wanted: Iterable, have: Iterable) -> dict[int, int]:
    """Places per pool id that `wanted` lines count and `have` lines do not."""
    got = pool_counts(have)
    short = {pool: number - got.get(pool, 0) for pool, number in pool_counts(wanted).items()}
    return {pool: number for pool, number in short.items() if number > 0}


def free_beyond(*, held: Iterable[Hold], lines: Iterable) -> None:
    """Return to sale what a cart's holds, sold by `sell_cart`, had beyond the lines of its order:
    something was put into the cart at the moment when the order was placed.
    """
    beyond = missing(wanted=held, have=lines)
    if not beyond:
        return
    _move(beyond, sold=-1)
    session_of = {one.room_id: one.session_id for one in held}
    for pool_id in sorted(beyond.keys() & session_of.keys()):
        announce(PlacesFreed(session_id=session_of[pool_id], quantity=beyond[pool_id]))


def keep_until(*, cart: uuid.UUID, expires_at: datetime) -> list[Hold]:
    """Keep what a cart holds until another instant (UTC); returns the holds, locked."""
    return list(Hold.objects.raw(_KEEP, [expires_at, cart]))
