"""Our figures, against a little world that was reckoned by hand.

Prices here are 10.00 a month and 100.00 a year for everything, so that each sum can be seen.
"""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from billing.catalogue import catalogue
from billing.models import (
    Account,
    Coupon,
    Invoice,
    Line,
    Receipt,
    Redemption,
    Switch,
    Takings,
    Usage,
)
from billing.services.figures import attach, failures, income, meters, recurring, scope
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.services import plans

TODAY = date(2026, 5, 20)
MONTHS = scope.last_months(TODAY, 4)  # February to May
FEBRUARY, MARCH, APRIL, MAY = MONTHS


@pytest.fixture(autouse=True)
def flat_prices(monkeypatch):
    offer = SimpleNamespace(price=lambda currency, cycle: 10000 if cycle == "year" else 1000)
    listed = SimpleNamespace(plan=lambda code: offer, addon=lambda code: offer)
    monkeypatch.setattr(recurring, "catalogue", lambda version: listed)


@pytest.fixture
def world(public):
    """Return `world(name, *switches, currency="EUR", **tenant)`: an account with its switches.

    A switch is (code, state, day) or (code, state, day, cycle).
    """
    plan = plans.first_plan("EUR")

    def make(name, *switches, currency="EUR", collector="stripe", **tenant):
        shop = Tenant.objects.create(
            **{
                "schema_name": f"w_{name}", "subdomain": name, "name": name, "plan": plan,
                "currency": currency, "timezone": "UTC", "language": "en", "gateway": "stripe",
                **tenant,
            }
        )  # fmt: skip
        account = Account.objects.create(
            tenant=shop, currency=currency, zone="UTC", language="en", collector=collector
        )
        for code, state, day, *cycle in switches:
            Switch.objects.create(
                account=account, code=code, state=state, day=day, version="1", by="test",
                cycle=cycle[0] if cycle else "month",
            )  # fmt: skip
        return account

    return make


@pytest.fixture
def production(settings):
    settings.SANDBOX_PAYMENTS = False


def moved(currency="EUR"):
    book = recurring.read()
    return recurring.movements(book, MONTHS, currency=currency, today=TODAY)


def sums(one):
    return (one.start, one.new, one.resumed, one.expansion, one.contraction, one.churn, one.end)


def test_the_months_of_a_chart_are_the_last_ones():
    assert [str(one) for one in MONTHS] == ["2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01"]


def test_mrr_is_a_month_or_a_twelfth_of_a_year_of_what_is_active(world):
    world("a", ("wallet", "active", date(2026, 3, 10)))
    world("b", ("wallet", "active", date(2026, 3, 10), "year"))
    world("c", ("wallet", "trial", date(2026, 3, 1)), ("crm", "free", date(2026, 3, 1)))
    world("d", ("wallet", "active", date(2026, 1, 1)), ("wallet", "paused", date(2026, 3, 5)))
    told = recurring.by_code(recurring.read(), MONTHS, currency="EUR", today=TODAY)
    assert told == {
        FEBRUARY: {"wallet": 1000},
        MARCH: {"wallet": 1000 + 833},
        APRIL: {"wallet": 1833},
        MAY: {"wallet": 1833},
    }


def test_how_mrr_moves_from_month_to_month(world):
    world("always", ("wallet", "active", date(2026, 1, 1)))
    world("grows", ("wallet", "active", date(2026, 1, 1)), ("crm", "active", date(2026, 3, 3)),
          ("crm", "off", date(2026, 4, 10)))  # fmt: skip
    world("leaves", ("wallet", "active", date(2026, 1, 1)), ("wallet", "off", date(2026, 3, 31)),
          ("wallet", "active", date(2026, 5, 2)))  # fmt: skip
    world("comes", ("wallet", "trial", date(2026, 4, 10)), ("wallet", "active", date(2026, 4, 24)))
    world("looks in", ("wallet", "active", date(2026, 4, 2)), ("wallet", "off", date(2026, 4, 9)))
    february, march, april, may = moved()
    assert sums(february) == (3000, 0, 0, 0, 0, 0, 3000)
    assert sums(march) == (3000, 0, 0, 1000, 0, 1000, 3000)
    assert sums(april) == (3000, 1000, 0, 0, 1000, 0, 3000)
    assert sums(may) == (3000, 0, 1000, 0, 0, 0, 4000)
    assert [one.accounts_at_end for one in (february, march, april, may)] == [3, 2, 3, 4]
    assert march.logo_churn == pytest.approx(1 / 3)
    assert march.revenue_churn == pytest.approx(1 / 3)
    assert march.retention == pytest.approx(1.0)
    assert april.retention == pytest.approx(2 / 3)
    assert may.arpa == 1000


def test_where_nobody_paid_there_are_no_shares(world):
    february, *_later = moved()
    assert (february.logo_churn, february.revenue_churn) == (None, None)
    assert (february.retention, february.arpa) == (None, None)


def test_the_running_month_counts_what_holds_today_and_not_what_is_to_come(world):
    world("a", ("wallet", "active", date(2026, 5, 21)))
    assert moved()[-1].end == 0


def test_coupons_make_mrr_smaller_for_their_months_and_their_add_ons(world):
    account = world(
        "a", ("wallet", "active", date(2026, 1, 1)), ("crm", "active", date(2026, 1, 1))
    )
    for code, percent, codes in (("HALF", 50, ["wallet"]), ("TENTH", 10, [])):
        coupon = Coupon.objects.create(code=code, percent=percent, months=2, codes=codes, by="x")
        Redemption.objects.create(coupon=coupon, account=account, first=MARCH, by="x")
    assert [one.end for one in moved()] == [2000, 450 + 900, 1350, 2000]


def test_a_coupon_at_a_years_beginning_counts_for_the_whole_year(world):
    account = world("a", ("wallet", "active", date(2026, 3, 15), "year"))
    coupon = Coupon.objects.create(code="HALF", percent=50, months=1, by="x")
    Redemption.objects.create(coupon=coupon, account=account, first=MARCH, by="x")
    assert [one.end for one in moved()] == [0, 417, 417, 417]


def test_currencies_are_never_added_together(world):
    world("a", ("wallet", "active", date(2026, 1, 1)))
    world("b", ("wallet", "active", date(2026, 1, 1)), currency="GBP")
    world("c", ("wallet", "active", date(2026, 1, 1)), currency="GBP")
    assert (moved("EUR")[0].end, moved("GBP")[0].end) == (1000, 2000)
    assert recurring.read().currencies() == ["GBP", "EUR"]


def test_who_pays_with_test_cards_counts_in_a_rehearsal_only(world, settings):
    world("a", ("wallet", "active", date(2026, 1, 1)), collector="sandbox")
    assert moved()[0].end == 1000
    settings.SANDBOX_PAYMENTS = False
    assert moved()[0].end == 0


def test_mrr_asks_three_questions_however_many_accounts_there_are(world, django_assert_num_queries):
    for number in range(5):
        world(f"a{number}", ("wallet", "active", date(2026, 1, 1)))
    with django_assert_num_queries(3):
        moved()


def of(rows, code):
    return next(one for one in rows if one.code == code)


def test_attach_rates_are_open_ones_of_active_shops_and_tell_trials_apart(world, production):
    code = next(one.code for one in catalogue().addons if one.is_built)
    world("pays", (code, "active", date(2026, 1, 1)))
    world("free", (code, "free", date(2026, 1, 1)))
    world("tries", (code, "trial", date(2026, 5, 10)))
    world("left", (code, "active", date(2026, 1, 1)), (code, "off", date(2026, 5, 1)))
    world("none")
    world("shut", (code, "active", date(2026, 1, 1)), state="suspended")
    world("test", (code, "active", date(2026, 1, 1)), gateway="sandbox")
    rows = attach.rates(day=TODAY)
    assert (of(rows, code).open, of(rows, code).trial, of(rows, code).shops) == (2, 1, 5)
    assert of(rows, code).rate == pytest.approx(0.4)
    assert of(rows, code).is_reached
    assert (rows[0].code, rows[0].open, rows[0].trial) == ("", 2, 1)  # any of them


def invoice(account, number, month=APRIL, *, total=1000, state="open", due_in=0, **fields):
    return Invoice.objects.create(
        **{
            "account": account, "number": number, "month": month, "currency": account.currency,
            "net": total, "tax": 0, "total": total, "tax_category": "O", "seller": {}, "buyer": {},
            "language": "en", "issued_on": month, "due_on": month + timedelta(days=due_in),
            "counted_at": at(month), "collector": "stripe", "state": state, **fields,
        }
    )  # fmt: skip


def at(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def line(of, position, what, amount, code="wallet"):
    Line.objects.create(
        invoice=of, position=position, code=code, what=what, period=f"{of.month:%Y-%m}",
        first=of.month, last=of.month, text=what, unit_price=amount, amount=amount,
    )  # fmt: skip


def test_revenue_is_told_by_month_and_kind(world):
    account = world("a")
    april = invoice(account, "1", total=2100)
    for position, (what, amount) in enumerate(
        [("fixed", 1500), ("coupon", -500), ("usage", 900), ("ceiling", -100), ("share", 200),
         ("adjustment", 100)]
    ):  # fmt: skip
        line(april, position, what, amount)
    Takings.objects.create(account=account, day=date(2026, 4, 30), currency="EUR", gross=50000,
                           refunds=-5000, platform_fees=-1500, shares=-300, tickets=9)  # fmt: skip
    Takings.objects.create(account=account, day=date(2026, 5, 1), currency="GBP",
                           platform_fees=250, shares=50)  # fmt: skip
    (row,) = [one for one in income.income(MONTHS, currency="EUR") if one.total]
    assert (row.month, row.subscriptions, row.metered, row.shares, row.ticket_fees,
            row.adjustments, row.total) == (APRIL, 1000, 800, 500, 1200, 100, 3600)  # fmt: skip
    in_all = income.income(MONTHS)
    assert [(one.month, one.currency, one.total) for one in in_all] == [
        (APRIL, "EUR", 3600), (MAY, "GBP", -250),
    ]  # fmt: skip
    sold = income.gross(MONTHS, currency="EUR")
    assert [(one.gross, one.refunds, one.net, one.tickets) for one in sold] == [
        (0, 0, 0, 0), (0, 0, 0, 0), (50000, -5000, 45000, 9), (0, 0, 0, 0),
    ]  # fmt: skip
    assert income.currencies() == ["EUR", "GBP"]


def test_every_kind_of_line_is_counted_as_something():
    assert set(income.KIND_OF) == {"fixed", "coupon", "usage", "ceiling", "share", "adjustment"}


def test_what_test_shops_took_is_no_figure_of_ours(world, production):
    Takings.objects.create(
        account=world("a", gateway="sandbox"), day=APRIL, currency="EUR", gross=9
    )
    assert [one.gross for one in income.gross(MONTHS, currency="EUR")] == [0, 0, 0, 0]


def fail(of, day, ref):
    Receipt.objects.create(invoice=of, kind="failed", ref=ref, at=at(day), failure="card_declined")


def test_failed_payments_and_what_came_in_all_the_same(world):
    account = world("a")
    recovered = invoice(account, "1", total=1000, state="paid")
    fail(recovered, date(2026, 4, 1), "a")
    fail(recovered, date(2026, 4, 4), "b")
    still_open = invoice(account, "2", month=MARCH, total=3000)
    fail(still_open, date(2026, 4, 30), "a")
    fail(still_open, date(2026, 5, 3), "b")  # counted where it began
    *_before, april, may = failures.failed(MONTHS, currency="EUR")
    assert (april.attempts, april.invoices, april.amount) == (3, 2, 4000)
    assert (april.recovered, april.recovered_amount, april.recovered_share) == (1, 1000, 0.25)
    assert (may.attempts, may.invoices, may.amount, may.recovered_share) == (1, 0, 0, None)


def test_what_is_open_is_told_by_its_age(world):
    account = world("a")
    for number, days in enumerate([-3, 0, 1, 14, 15, 30, 31, 60, 61, 90, 91, 400]):
        own = invoice(account, str(number), month=MONTHS[0].replace(year=2000 + number), total=100)
        own.due_on = TODAY - timedelta(days=days)
        own.save()
    paid_in_part = Invoice.objects.get(number="11")
    Receipt.objects.create(invoice=paid_in_part, kind="set_off", amount=60, ref="x")
    invoice(account, "done", total=999, state="paid")
    invoice(account, "credit", month=MARCH, total=-500, kind="credit_note")
    (row,) = failures.ageing(today=TODAY)
    assert row.sums == {0: 200, 1: 200, 15: 200, 31: 200, 61: 200, 91: 140}
    assert (row.total, row.number) == (1140, 12)


def use(account, meter, quantity, day, source, code="checkin", **fields):
    Usage.objects.create(account=account, code=code, meter=meter, quantity=quantity,
                         occurred_at=at(day), source=source, **fields)  # fmt: skip


def test_meters_are_summed_over_accounts_or_their_peaks_are(world):
    one, two = world("one"), world("two")
    use(one, "scans", 3, date(2026, 5, 1), "1")
    use(one, "scans", -1, date(2026, 5, 2), "2")
    use(two, "scans", 7, date(2026, 5, 2), "3")
    use(one, "scans", 9, date(2026, 4, 30), "4")
    use(one, "devices", 2, date(2026, 5, 2), "5")
    use(one, "devices", 4, date(2026, 5, 3), "6")
    use(two, "devices", 5, date(2026, 5, 3), "7")
    found = {
        (str(row.month)[:7], row.meter.meter): (row.total, row.accounts)
        for row in meters.used(MONTHS)
    }
    assert found == {
        ("2026-05", "scans"): (9, 2), ("2026-05", "devices"): (9, 2), ("2026-04", "scans"): (9, 1),
    }  # fmt: skip
    scans = meters.named("checkin", "scans")
    assert [(u.account, u.total, u.uses) for u in meters.told(meters.users(scans, MAY))] == [
        (two, 7, 1), (one, 2, 2),
    ]  # fmt: skip
