"""Usage is told by differences, and Stripe's books are held against ours."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billing.collectors.stripe_billing import meters
from billing.models import Discrepancy, MeterCopy, Switch
from billing.services import copies, usage
from billing.services.accounts import today
from kernel.actor import Actor
from kernel.stripe import StripeUnreachable
from kernel.tenancy import in_tenant
from tests.billing import make

STAFF = Actor("staff", "1", "Sam")
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
numbers = count(1)


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def account(account):
    """The account of conftest, which has had its plan for some time."""
    account.switches.update(day=date(2026, 10, 1))
    return account


@pytest.fixture
def use(account):
    """Return `use(meter, quantity, day)`: so much was used on a day of November, at eleven."""

    def record(meter="scans", quantity=1, day=10, *, code="checkin", at=None, **more):
        usage.record(
            account=account, code=code, meter=meter, quantity=quantity, source=f"s{next(numbers)}",
            occurred_at=at or datetime(2026, 11, day, 11, tzinfo=PARIS), **more,
        )  # fmt: skip

    return record


@pytest.fixture
def tell(account):
    """Return `tell()`: plan what is to be told, and tell it."""

    def told(now=NOW):
        planned = copies.plan_copies(account, now=now)
        copies.push_due(now=now)
        return planned

    return told


@pytest.fixture
def theirs(account, books):
    """Return `theirs(meter, first, until)`: Stripe's sum of those days of November."""

    def asked(meter="scans", first=1, until=21, code="checkin"):
        account.refresh_from_db()
        found = {one.event_name: one.id for one in books.billing.meters.list().data}
        start, end = (datetime(2026, 11, day, tzinfo=PARIS) for day in (first, until))
        window = {
            "customer": account.collector_ref, "start_time": int(start.timestamp()),
            "end_time": int(end.timestamp()),
        }  # fmt: skip
        name = found.get(meters.event_name(code, meter))
        sums = books.billing.meters.event_summaries.list(name, window).data if name else []
        return sum(one.aggregated_value for one in sums)

    return asked


def rows():
    return [(one.meter, one.day.day, one.quantity) for one in MeterCopy.objects.order_by("pk")]


def test_a_day_is_told_by_its_sum_and_late_usage_by_the_rest(use, tell, theirs):
    use(quantity=3)
    use(quantity=4)
    assert tell() == 1
    use(quantity=5)
    use(quantity=-2)
    tell()
    assert rows() == [("scans", 10, 7), ("scans", 10, 3)]
    assert theirs(first=10, until=11) == 10
    assert tell() == 0


def test_a_reversal_takes_back_what_was_told(use, tell, theirs):
    use(quantity=7)
    tell()
    use(quantity=-7)
    tell()
    assert theirs() == 0


def test_days_are_those_of_the_accounts_clock(use, tell):
    use(at=datetime(2026, 11, 9, 23, 30, tzinfo=UTC))  # the tenth in Paris
    tell()
    assert rows() == [("scans", 10, 1)]


def test_a_month_that_counts_at_its_highest_is_told_as_high_as_it_was(use, tell, theirs):
    use("devices", 4, 3)
    tell()
    use("devices", 2, 12)
    assert tell() == 0
    use("devices", 6, 14)
    tell()
    use("devices", 9, 5)  # heard of late
    tell()
    assert theirs("devices", until=4) == 4
    assert theirs("devices", until=6) == theirs("devices", until=15) == 9
    use("devices", 6, 2)
    tell()
    assert theirs("devices", until=3) == 6
    assert theirs("devices") == 9


def test_two_highs_of_one_day_arrive_in_any_order(use, account, theirs):
    for high in (4, 9):
        use("devices", high)
        copies.plan_copies(account, now=NOW)
    waiting = list(MeterCopy.objects.order_by("-pk").select_related("account__tenant"))
    assert copies.collector_of(account).push(copies=waiting) == [one.pk for one in waiting]
    assert theirs("devices") == 9


def test_money_is_told_by_its_currency_and_not_where_the_charge_brought_our_share(
    use, tell, theirs
):
    share = {"code": "waitlist", "meter": "resales"}
    use(**share, quantity=5000, currency="EUR")
    use(**share, quantity=900, currency="JPY")
    use(**share, quantity=7000, currency="EUR", is_collected=True)
    tell()
    assert theirs("resales_eur", code="waitlist") == 5000
    assert theirs("resales_jpy", code="waitlist") == 900


def test_what_is_too_old_to_be_told_is_left_alone(use, tell):
    use(at=NOW - timedelta(days=36))
    use(at=NOW - timedelta(days=33))
    assert tell() == 1
    assert MeterCopy.objects.filter(sent_at=None).count() == 0


def test_what_is_told_says_a_moment_of_its_day_that_has_been(use, tell, stripe):
    use(day=20)
    use(day=1)
    tell()
    told = {datetime.fromtimestamp(e["timestamp"], PARIS) for e in stripe.world.meter_events}
    assert told == {datetime(2026, 11, day, tzinfo=PARIS) for day in (1, 20)}


def test_while_stripe_is_away_it_waits(use, tell, stripe, theirs):
    use(quantity=3)
    stripe.outage(50)
    tell()
    stripe.outage(0)
    assert tell() == 0
    assert theirs() == 3


@pytest.mark.parametrize("arrived", [True, False])
def test_an_answer_that_was_lost_for_days_counts_once(
    use, tell, stripe, theirs, time_machine, account, arrived
):
    use(quantity=3, day=9)
    tell()
    use(quantity=4, day=9)
    copies.plan_copies(account, now=NOW)
    if arrived:
        stripe.lose_answers(3, after=1)
    else:
        stripe.outage(6)
    copies.push_due(now=NOW)
    stripe.outage(0)
    stripe.lose_answers(0)
    assert MeterCopy.objects.filter(sent_at=None).count() == 1
    later = NOW + timedelta(days=2)
    time_machine.move_to(later)
    stripe.answers.forget()
    tell(later)
    assert MeterCopy.objects.filter(sent_at=None).count() == 0
    assert theirs() == 7


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_in_whatever_order_and_however_often_it_is_told_the_sums_are_equal(
    red, public, stripe, books, data
):
    """Each example is an account of its own: a customer of its own at Stripe."""
    stripe.world.books[""].clear()
    stripe.world.meter_events.clear()
    stripe.answers.forget()
    account = make.account(collector="stripe", zone="Europe/Paris", collector_ref="")
    account.usage.all().delete()
    account.meter_copies.all().delete()
    collector = copies.collector_of(account)
    step = st.sampled_from(["use", "use", "use", "plan", "push", "some", "lose", "forget"])
    for act in data.draw(st.lists(step, max_size=25)):
        if act == "use":
            day = data.draw(st.integers(1, 19))
            amount = data.draw(st.integers(-5, 9))
            usage.record(account=account, code="checkin", meter="scans", quantity=amount,
                         source=f"p{next(numbers)}",
                         occurred_at=datetime(2026, 11, day, 11, tzinfo=PARIS))  # fmt: skip
        elif act == "plan":
            copies.plan_copies(account, now=NOW)
        elif act == "push":
            copies.push_due(now=NOW)
        elif act == "some":  # again, and in any order
            known = list(MeterCopy.objects.select_related("account__tenant"))
            with suppress(StripeUnreachable):
                collector.push(copies=data.draw(st.permutations(known)))
        elif act == "lose":
            stripe.lose_answers(data.draw(st.integers(1, 4)), after=data.draw(st.integers(0, 3)))
        else:
            stripe.answers.forget()
    stripe.lose_answers(0)
    copies.plan_copies(account, now=NOW)
    copies.push_due(now=NOW)
    assert MeterCopy.objects.filter(sent_at=None).count() == 0
    account.refresh_from_db()
    ours = {
        one.day: one.total for one in usage.daily(account, date(2026, 11, 1), date(2026, 11, 21))
    }
    theirs: dict[date, int] = {}
    for event in stripe.world.meter_events:
        day = datetime.fromtimestamp(event["timestamp"], PARIS).date()
        theirs[day] = theirs.get(day, 0) + event["value"]
    assert {d: n for d, n in theirs.items() if n} == {d: n for d, n in ours.items() if n}


# --- holding the books against each other ---


def found():
    return [(one.kind, one.ref, one.ours, one.theirs) for one in Discrepancy.objects.order_by("pk")]


def test_books_that_agree_have_nothing_on_record(use, keep, account):
    use(quantity=3)
    use("devices", 5)
    keep()
    assert copies.reconcile(account, now=NOW) == 0


def test_usage_that_somebody_told_by_hand_is_found_and_settles_itself(use, account, books):
    use(quantity=3)
    copies.reconcile(account, now=NOW)
    account.refresh_from_db()
    event = {"event_name": "marquee_checkin_scans", "timestamp": int(NOW.timestamp()) - 90_000}
    payload = {"stripe_customer_id": account.collector_ref}
    books.billing.meter_events.create(event | {"payload": payload | {"value": "8"}})
    assert copies.reconcile(account, now=NOW) == 1
    assert found() == [("usage", "2026-11 checkin.scans", "3", "11")]
    assert copies.reconcile(account, now=NOW) == 1  # once each
    books.billing.meter_events.create(event | {"payload": payload | {"value": "-8"}})
    assert copies.reconcile(account, now=NOW) == 0
    assert Discrepancy.objects.get().settled_by == "system"


def test_todays_usage_is_on_its_way_and_no_difference(use, account, stripe):
    use(day=20, quantity=4)
    stripe.world.meters_are_late = True
    assert copies.reconcile(account, now=NOW) == 0


def test_what_staff_let_stand_stays_so_until_the_books_say_something_new(use, account, stripe):
    use(quantity=3)
    stripe.world.meters_are_late = True
    copies.reconcile(account, now=NOW)
    one = copies.settle(discrepancy=Discrepancy.objects.get(), by=STAFF, note="Stripe is slow.")
    assert (one.settled_by, one.note) == (str(STAFF), "Stripe is slow.")
    assert copies.reconcile(account, now=NOW) == 0
    use(quantity=2)
    assert copies.reconcile(account, now=NOW) == 1
    stripe.catch_up()
    assert copies.reconcile(account, now=NOW) == 0


def test_the_month_before_is_looked_at_in_the_first_days_of_a_new_one(
    use, account, stripe, time_machine
):
    use(day=30, quantity=3)
    stripe.world.meters_are_late = True
    for day, open_then in ((2, 1), (9, 1)):  # and afterwards, while it is open
        now = datetime(2026, 12, day, 12, tzinfo=UTC)
        time_machine.move_to(now)
        assert copies.reconcile(account, now=now) == open_then
    assert [one[1] for one in found()] == ["2026-11 checkin.scans"]
    stripe.catch_up()
    assert copies.reconcile(account, now=now) == 0


def test_a_subscription_that_charges_by_itself_is_found(account, keep, stripe, books):
    keep()
    copies.mirror(account, now=NOW)
    account.refresh_from_db()
    (known, *_) = books.subscriptions.list({"customer": account.collector_ref}).data
    product = books.products.create({"name": "Something"}).id
    price = books.prices.create({
        "currency": "eur", "product": product, "unit_amount": 900,
        "recurring": {"interval": "month"},
    })  # fmt: skip
    items = [{"price": price.id}]
    books.subscriptions.update(
        known.id, {"pause_collection": "", "items": items, "proration_behavior": "none"}
    )
    charged = stripe.renew(known.id)
    copies.reconcile(account, now=NOW)
    assert ("subscription", f"2026-11 {known.id}", "paused", "collects") in found()
    assert ("subscription_invoice", f"2026-11 {charged['id']}", "void", "paid, 900 eur") in found()
    assert ("item", f"2026-11 {price.id}", "no", "yes") in found()
    copies.reconcile(account, now=NOW)  # the copy is put right, the charge stays on record
    assert [one.kind for one in Discrepancy.objects.filter(settled_at=None)] == [
        "subscription_invoice"
    ]


def test_what_began_today_is_news_and_no_difference(account, books):
    copies.mirror(account, now=NOW)
    Switch.objects.create(
        account=account, code="wallet", state="active", version="2026-11", by="test",
        day=today(account, NOW),
    )  # fmt: skip
    assert copies.reconcile(account, now=NOW) == 0
    items = books.prices.list({"lookup_keys": ["wallet-month-eur-2026-11"]}).data
    assert len(items) == 1


def test_an_invoice_paid_there_and_open_here_is_found(account, keep, stripe):
    keep()
    invoice = make.invoice(account)
    collector = copies.collector_of(account)
    collector.collect(invoice=invoice, amount=invoice.total)  # and nobody wrote it down
    copies.reconcile(account, now=NOW)
    assert found() == [("paid", f"2026-11 {invoice.number}", "0", str(invoice.total))]


def test_an_invoice_that_nobody_here_knows_is_found(account, keep, books):
    keep()
    account.refresh_from_db()
    made = books.invoices.create({"customer": account.collector_ref, "currency": "eur"})
    books.invoice_items.create({
        "customer": account.collector_ref, "invoice": made.id, "amount": 700, "currency": "eur"
    })  # fmt: skip
    assert copies.reconcile(account, now=NOW) == 0  # a draft asks for nothing
    books.invoices.finalize_invoice(made.id)
    copies.reconcile(account, now=NOW)
    assert found() == [("unknown_invoice", f"2026-11 {made.id}", "none", "open, 700 eur")]


def test_a_customer_that_is_gone_is_found_and_made_anew(account, keep, books):
    keep()
    copies.reconcile(account, now=NOW)
    books.customers.delete(account.collector_ref)
    gone = account.collector_ref
    copies.reconcile(account, now=NOW)
    assert ("customer", "2026-11 customer", gone, "none") in found()
    assert copies.reconcile(account, now=NOW) == 0


def test_how_it_pays_is_known_after_a_look_at_the_books(account, keep):
    keep()
    copies.reconcile(account, now=NOW)
    account.refresh_from_db()
    assert account.method == {"kind": "card", "label": "Visa •••• 4242", "expires": "2034-12"}


def test_while_stripe_is_away_nothing_is_on_record(account, use, stripe):
    use()
    stripe.outage(50)
    with pytest.raises(StripeUnreachable):
        copies.reconcile(account, now=NOW)
    assert found() == []


def test_the_sandbox_has_no_books(red, public):
    account = make.account(collector="sandbox")
    assert copies.reconcile(account, now=NOW) == 0


def test_a_shop_works_in_its_own_schema_and_the_copy_in_public(account, use):
    use()
    with in_tenant("red"):
        assert copies.reconcile(account, now=NOW) == 0
