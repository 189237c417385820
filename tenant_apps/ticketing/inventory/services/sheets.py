"""What a session sells, on one sheet that is kept for a moment, so that a rush does not ask for the
same rows a thousand times a second.

A change of price or offer reaches every buyer within `KEPT_FOR`; what is *left* is never on it.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from kernel import tenancy
from tenant_apps.ticketing.events.models import Session, TicketType, sold_in
from tenant_apps.ticketing.inventory.errors import NoSuchSession
from tenant_apps.ticketing.inventory.services.pools import Pools, pools_of

KEPT_FOR = 1.0  # seconds
MOST = 2_000


@dataclass(frozen=True)
class Sheet:
    """A session with its event, ticket types by id, and their pools by type id."""

    session: Session
    ticket_types: dict[int, TicketType]
    pools: dict[int, Pools]
    room_id: int
    currencies: list[str]
    read_at: float

    @property
    def currency(self) -> str:
        """The event's own currency, the first of those in which it sells."""
        return self.session.event.currency

    def price(self, type_id: int, currency: str) -> int | None:
        """The list price of a type, minor units; None where it has none in this currency."""
        return self.ticket_types[type_id].price_in(currency, main=self.currency)

    @property
    def sells(self) -> bool:
        """Whether anything at all can be bought for this session now."""
        return (
            self.session.event.is_on_sale
            and self.session.status == Session.Status.SCHEDULED
            and not self.session.has_ended
        )


_kept: dict[tuple[str, int], Sheet] = {}


def sheet_of(session_id: int) -> Sheet:
    """The sheet of a session, at most `KEPT_FOR` seconds old. Raises `NoSuchSession`.

    What is read inside a transaction is not kept: nobody else may ever see those rows.
    """
    key = (tenancy.current().schema_name, session_id)
    sheet = _kept.get(key)
    if sheet is not None and time.monotonic() - sheet.read_at <= KEPT_FOR:
        return sheet
    sheet = _read(session_id)
    if not connection.in_atomic_block:
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = sheet
    return sheet


def attach(rows: Iterable) -> None:
    """Give rows with `session_id` and `ticket_type_id` (holds, lines, tickets) these objects.

    Sessions come with their event and venues; no join is made where a sheet is kept.
    """
    for row in rows:
        sheet = sheet_of(row.session_id)
        row.session = sheet.session
        row.ticket_type = sheet.ticket_types[row.ticket_type_id]


def _read(session_id: int) -> Sheet:
    read_at = time.monotonic()
    sessions = Session.objects.select_related("event__venue", "venue")
    session = sessions.filter(pk=session_id).first()
    if session is None:
        raise NoSuchSession
    types = list(TicketType.objects.filter(event_id=session.event_id).prefetch_related("prices"))
    pools, room_id = pools_of(session=session, ticket_types=types)
    if room_id is None:
        raise NoSuchSession
    currencies = sold_in(types, session.event.currency)
    return Sheet(session, {one.pk: one for one in types}, pools, room_id, currencies, read_at)
