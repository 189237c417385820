"""What an organizer has earned, to the cent, on the clock of the shop."""

from datetime import UTC, date, datetime

import pytest

from billing.services import payouts
from billing.services.payouts import Period
from tenant_apps.ticketing.events.models import Event
from tenant_apps.ticketing.payments.models import Entry
from tenant_apps.ticketing.sales.services import refunds
from tests import make

PARIS = "Europe/Paris"
ALL_TIME = Period(date(2020, 1, 1), date(2099, 12, 31), PARIS)


def event(name):
    return Event.objects.create(name=name, slug=name.lower(), timezone=PARIS, currency="EUR")


def entry(kind, amount, at="2026-05-10T12:00", *, source, currency="EUR", quantity=0, of=None, **k):
    return Entry.objects.create(
        kind=kind,
        amount=amount,
        currency=currency,
        booked_at=datetime.fromisoformat(at).replace(tzinfo=UTC),
        quantity=quantity,
        event_id=of and of.pk,
        source=source,
        **{"purpose": "AAAAAA", **k},
    )


def lines(statement):
    return [
        (r.label, r.sums.currency, r.sums.tickets, r.sums.gross, r.sums.refunds,
         r.sums.platform_fees, r.sums.processing_fees, r.sums.net)
        for r in statement.rows
    ]  # fmt: skip


def test_every_kind_of_entry_has_its_column():
    assert set(payouts.COLUMN_OF) == set(Entry.Kind)


def test_a_real_sale_and_a_real_refund_add_up(red):
    of = make.event(price=2500)
    make.paid_order(of, 2)
    refunds.refund(order=make.paid_order(of, 1), reason="ill")
    (row,) = payouts.statement(ALL_TIME).rows
    fee = -Entry.objects.filter(kind="platform_fee").order_by("pk").first().amount
    assert (row.sums.tickets, row.sums.gross, row.sums.refunds) == (2, 7500, -2500)
    assert row.sums.platform_fees == -fee  # the refunded order's fee came back
    assert row.sums.net == 5000 - fee == sum(Entry.objects.values_list("amount", flat=True))


def test_net_is_the_sum_of_all_entries_whatever_their_kind(red):
    of = event("Jazz")
    for number, kind in enumerate(Entry.Kind):
        entry(kind, 10**number, source=str(number), of=of)
    (row,) = payouts.statement(ALL_TIME).rows
    assert row.sums.net == sum(Entry.objects.values_list("amount", flat=True)) == 111111


def test_currencies_are_never_added_together(red):
    jazz, opera = event("Jazz"), event("Opera")
    entry("sale", 1000, source="1", of=jazz, quantity=1)
    entry("sale", 5000, source="2", of=opera, currency="JPY", quantity=2)
    entry("sale", 1, source="3", of=opera, currency="EUR", quantity=1)
    statement = payouts.statement(ALL_TIME)
    assert [line[:4] for line in lines(statement)] == [
        ("Jazz", "EUR", 1, 1000), ("Opera", "EUR", 1, 1), ("Opera", "JPY", 2, 5000),
    ]  # fmt: skip
    assert [(one.currency, one.gross) for one in statement.totals] == [("EUR", 1001), ("JPY", 5000)]


def test_a_card_fee_is_counted_for_the_one_event_of_its_order(red):
    jazz, opera = event("Jazz"), event("Opera")
    entry("sale", 1000, source="1", of=jazz, purpose="ONEONE")
    entry("processing_fee", -40, source="2", purpose="ONEONE")
    entry("sale", 1000, source="3", of=jazz, purpose="TWOTWO")
    entry("sale", 1000, source="4", of=opera, purpose="TWOTWO")
    entry("processing_fee", -70, source="5", purpose="TWOTWO")
    statement = payouts.statement(ALL_TIME)
    assert [(line[0], line[6]) for line in lines(statement)] == [
        ("Jazz", -40),
        ("Opera", 0),
        ("", -70),
    ]
    assert statement.totals[0].net == 2890


def test_a_day_is_a_day_on_the_clock_of_the_shop(red):
    of = event("Jazz")
    entry("sale", 100, "2026-05-09T21:59:59", source="1", of=of)  # 23:59:59 on the 9th in Paris
    entry("sale", 10, "2026-05-09T22:00:00", source="2", of=of)  # midnight
    entry("sale", 1, "2026-05-10T21:59:59", source="3", of=of)
    entry("sale", 1000, "2026-05-10T22:00:00", source="4", of=of)
    the_tenth = Period(date(2026, 5, 10), date(2026, 5, 10), PARIS)
    assert [line[3] for line in lines(payouts.statement(the_tenth))] == [11]
    by_day = payouts.statement(ALL_TIME, by="day")
    assert [(line[0], line[3]) for line in lines(by_day)] == [
        ("2026-05-09", 100), ("2026-05-10", 11), ("2026-05-11", 1000),
    ]  # fmt: skip


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_a_day_on_which_the_clock_changes_has_its_true_length(day, hours):
    period = Period(day, day, PARIS)
    assert (period.until - period.since).total_seconds() == hours * 3600


def test_months_are_months_of_the_shop(red):
    of = event("Jazz")
    entry("sale", 100, "2026-04-30T21:00:00", source="1", of=of)
    entry("sale", 10, "2026-04-30T22:30:00", source="2", of=of)  # already May in Paris
    by_month = payouts.statement(ALL_TIME, by="month")
    assert [(line[0], line[3]) for line in lines(by_month)] == [("2026-04", 100), ("2026-05", 10)]


def test_lines_by_event_day_and_month_add_up_to_the_same(red):
    of = make.event(price=1999)
    for number in (1, 2, 3):
        make.paid_order(of, number)
    totals = [payouts.statement(ALL_TIME, by=by).totals for by in payouts.BY]
    assert totals[0] == totals[1] == totals[2]


def test_blue_sees_nothing_of_red(red, in_blue):
    make.paid_order()
    with in_blue():
        assert payouts.statement(ALL_TIME).rows == []
