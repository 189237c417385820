"""What shops take: read from their own ledgers, on their own clocks, as often as one likes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django_tenants.utils import schema_context

from billing.models import Takings
from billing.services import takings
from billing.services.accounts import account_of
from kernel.tenancy import PUBLIC
from shared_apps.tenants.directory import directory
from shared_apps.tenants.models import Tenant
from tenant_apps.ticketing.payments.models import Entry

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)


@pytest.fixture
def account(red):
    return account_of(red)


def entry(kind, amount, at="2026-11-20T12:00", *, quantity=0, currency="EUR", what=""):
    return Entry.objects.create(
        kind=kind,
        amount=amount,
        currency=currency,
        quantity=quantity,
        purpose="AAAAAA",
        booked_at=datetime.fromisoformat(at).replace(tzinfo=UTC),
        source=f"{kind}:{what}:{amount}{at}{currency}",
    )


def told():
    with schema_context(PUBLIC):
        return [
            (one.day, one.currency, one.gross, one.refunds, one.platform_fees, one.tickets)
            for one in Takings.objects.order_by("day", "currency")
        ]


def test_a_day_has_its_sums_by_currency_as_the_ledger_signs_them(account):
    entry("sale", 5000, quantity=2)
    entry("platform_fee", -185)
    entry("refund", -2500, quantity=1)
    entry("platform_fee_refund", 92)
    entry("sale", 900, quantity=1, currency="GBP")
    assert takings.read(account=account, now=NOW) == 2
    assert told() == [
        (date(2026, 11, 20), "EUR", 5000, -2500, -93, 1),
        (date(2026, 11, 20), "GBP", 900, 0, 0, 1),
    ]


def test_our_shares_of_what_add_ons_earned_are_told_apart_from_fees_of_tickets(account):
    entry("platform_fee", -185)
    entry("platform_fee", -300, what="commission")
    entry("platform_fee_refund", 100, what="commission")
    takings.read(account=account, now=NOW)
    row = Takings.objects.get()
    assert (row.platform_fees, row.shares) == (-385, -200)


def test_a_day_is_one_of_the_shops_own_clock(account):
    entry("sale", 100, "2026-11-19T22:59", quantity=1)
    entry("sale", 10, "2026-11-19T23:00", quantity=1)  # midnight in Paris
    takings.read(account=account, now=NOW)
    assert [row[:3] for row in told()] == [
        (date(2026, 11, 19), "EUR", 100),
        (date(2026, 11, 20), "EUR", 10),
    ]


def test_the_first_time_all_days_are_read_and_then_the_last_forty(account):
    entry("sale", 100, "2024-02-29T12:00")
    takings.read(account=account, now=NOW)
    entry("sale", 7, "2024-03-01T12:00")  # cannot be: a ledger is not written backwards
    entry("sale", 50, "2026-10-13T12:00")
    takings.read(account=account, now=NOW)
    assert [row[0] for row in told()] == [date(2024, 2, 29), date(2026, 10, 13)]


def test_reading_it_again_changes_nothing(account):
    entry("sale", 100)
    takings.read(account=account, now=NOW)
    first = told()
    takings.read(account=account, now=NOW + timedelta(hours=1))
    assert told() == first


def test_what_comes_late_is_added_to_its_day(account):
    entry("sale", 100)
    takings.read(account=account, now=NOW)
    entry("sale", 11)
    takings.read(account=account, now=NOW + timedelta(days=1))
    assert told() == [(date(2026, 11, 20), "EUR", 111, 0, 0, 0)]


def test_a_shop_that_moves_to_another_zone_counts_nothing_twice(account, red):
    entry("sale", 100, "2026-11-19T23:30")
    takings.read(account=account, now=NOW)
    with schema_context(PUBLIC):
        Tenant.objects.filter(pk=red.pk).update(timezone="America/New_York")
    directory.forget()
    takings.read(account=account, now=NOW + timedelta(days=1))
    assert told() == [(date(2026, 11, 19), "EUR", 100, 0, 0, 0)]


def test_the_walk_reads_every_shop_once_a_day(account, blue):
    entry("sale", 100)
    assert takings.read_due(now=NOW) == 2  # blue has its account from now on
    assert [row.account for row in Takings.objects.all()] == [account]
    assert takings.read_due(now=NOW + timedelta(hours=2)) == 1  # of blue nothing is known yet
    assert takings.read_due(now=NOW + timedelta(hours=21)) == 2
    assert not account_of(blue).takings.exists()


def test_a_walk_that_is_cut_short_goes_on_where_it_stopped(account, blue):
    entry("sale", 100)
    assert takings.read_due(now=NOW, seconds=-1) == 0
    assert takings.read_due(now=NOW) == 2


def test_what_fails_in_one_shop_keeps_no_other_from_its_turn(account, blue, monkeypatch, caplog):
    entry("sale", 100)
    sums = takings._sums

    def fails_in_blue(first, zone):
        if connection.schema_name == "blue":
            raise RuntimeError("boom")
        return sums(first, zone)

    monkeypatch.setattr(takings, "_sums", fails_in_blue)
    assert takings.read_due(now=NOW) == 1
    assert len(told()) == 1
    assert "the takings of blue could not be read" in caplog.text
