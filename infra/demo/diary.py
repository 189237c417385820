"""Moves what the demo has just made into the past.

The services write the present, as they should; but a demo without a past shows empty reports. So
everything is made through the services, in the order of time, and at the end the columns that say
*when* are set to the moment at which it would have happened. Nothing else in the house may do this.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Max, Model

from kernel.facts.models import Record
from tenant_apps.ticketing.customers.models import Customer
from tenant_apps.ticketing.events.models import Session
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.payments.models import Entry, Payment, Refund
from tenant_apps.ticketing.tickets.models import Ticket

TO_PAY = timedelta(seconds=70)
A_DECADE = timedelta(weeks=520)


class Diary:
    """Notes when things would have happened, and writes it in."""

    def __init__(self, *, since: int = 0) -> None:
        """Records up to the id `since` keep the time they have."""
        self.since = since
        self.moments: dict[tuple[type[Model], str], dict[int, datetime]] = defaultdict(dict)
        self._pages: list[tuple[int, datetime]] = []
        self._orders: dict[str, tuple[Order, datetime]] = {}

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        """What is announced in this block happened at `moment`."""
        yield
        self._pages.append((last_record(), moment))

    def note(self, row: Model, column: str, moment: datetime) -> None:
        """Remember that a column of a row says `moment`."""
        self.moments[type(row), column][row.pk] = moment

    def note_order(self, order: Order, moment: datetime) -> None:
        """Remember that an order was placed at `moment`, and what came of it soon after."""
        self._orders[order.reference] = (order, moment)
        self.note(order, "placed_at", moment)
        self.note(order, "expires_at", moment + timedelta(minutes=15))
        if order.paid_at:
            self.note(order, "paid_at", moment + TO_PAY)
        created = self.moments[Customer, "created_at"]
        created[order.customer_id] = min(moment, created.get(order.customer_id, moment))

    def note_refund(self, order: Order, refund: Refund | None, moment: datetime) -> None:
        """An order refunded at `moment`."""
        for ticket in order.tickets.select_related("void"):
            self.note(ticket.void, "at", moment)
        if refund is None:
            return
        self.note(refund, "requested_at", moment)
        self.note(refund, "settled_at", moment + timedelta(seconds=4))
        for entry in Entry.objects.filter(refund_id=refund.pk):
            self.note(entry, "booked_at", moment)

    def note_each(self, moments: list[datetime]) -> None:
        """The facts announced since the last page happened at these moments, one by one."""
        last = self._pages[-1][0] if self._pages else self.since
        fresh = Record.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)
        self._pages += zip(fresh, moments, strict=True)

    def write(self) -> None:
        """Set all the columns."""
        self._date_records()
        self._date_sales()
        for (model, column), moments in self.moments.items():
            _set(model, column, moments)

    def _date_records(self) -> None:
        ends = [newest for newest, _moment in self._pages]
        if not ends:
            return
        for pk in Record.objects.filter(pk__gt=self.since, pk__lte=ends[-1]).values_list(
            "pk", flat=True
        ):
            self.moments[Record, "at"][pk] = self._pages[bisect_left(ends, pk)][1]

    def _date_sales(self) -> None:
        """Payments, entries and tickets of the orders noted; refunds were noted themselves."""
        told = self._orders
        for payment in Payment.objects.filter(purpose__in=told):
            moment = told[payment.purpose][1]
            self.note(payment, "started_at", moment)
            if payment.succeeded_at:
                self.note(payment, "succeeded_at", moment + TO_PAY)
        for entry in Entry.objects.filter(purpose__in=told, refund_id=None):
            self.note(entry, "booked_at", told[entry.purpose][1] + TO_PAY)
        by_id = {order.pk: moment for order, moment in told.values()}
        for ticket in Ticket.objects.filter(order_id__in=by_id):
            self.note(ticket, "issued_at", by_id[ticket.order_id] + TO_PAY)


@contextmanager
def reopened(session: Session) -> Iterator[None]:
    """Let a session that is over stand in the future inside the block, so that it can be sold.

    Nobody sees it: the demo is one transaction, and the session is back before it ends.
    """
    if not session.has_ended:
        yield
        return
    later = session.ends_at + A_DECADE if session.ends_at else None
    Session.objects.filter(pk=session.pk).update(ends_at=later or session.starts_at + A_DECADE)
    yield
    Session.objects.filter(pk=session.pk).update(ends_at=session.ends_at)


def last_record() -> int:
    """The id of the newest record."""
    return Record.objects.aggregate(last=Max("pk"))["last"] or 0


def _set(model: type[Model], column: str, moments: Mapping[int, datetime]) -> None:
    """Set a column of rows, by primary key, in one statement."""
    if not moments:
        return
    table = connection.ops.quote_name(model._meta.db_table)
    name = connection.ops.quote_name(model._meta.get_field(column).column)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {name} = given.at"
            " FROM unnest(%s::bigint[], %s::timestamptz[]) AS given(id, at)"
            f" WHERE {table}.id = given.id",
            [list(moments), list(moments.values())],
        )
