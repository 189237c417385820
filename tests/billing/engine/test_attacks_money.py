"""What organizers might try, and an unlucky world might do: nobody owes less or more than his."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps

from billing import handlers
from billing.collectors import Reading, sandbox
from billing.errors import NotForSale, NothingOpen, OthersNeedIt, PayFirst
from billing.models import Account, Invoice, Receipt
from billing.services import accounts, collecting, coupons, ending, switching
from billing.services import usage as meters
from kernel.actor import Actor, act_as
from kernel.tenancy import in_tenant
from shared_apps.tenants.facts import FeatureTurnedOff, FeatureTurnedOn, ShopClosed
from shared_apps.tenants.services import features
from tests.billing.engine.conftest import DECLINES, OWNER, WORKS

pytestmark = pytest.mark.django_db
STAFF = Actor("staff", "ana@marquee.example")


def told(it, fact):
    """A fact reaches billing, in the shop in which it was announced."""
    with in_tenant(it.account.tenant.schema_name), act_as(STAFF):
        {
            FeatureTurnedOn: handlers.follow_a_staff_switch_on,
            FeatureTurnedOff: handlers.follow_a_staff_switch_off,
            ShopClosed: handlers.stop_with_the_shop,
        }[type(fact)](fact)


# Plans


def test_a_dear_plan_of_this_morning_is_not_undone_by_a_free_year(story):
    it = story()
    it.card()
    it.order("plan", offer="plus")  # cheap tickets, all day
    with pytest.raises(NotForSale):
        it.order("plan", offer="standard", cycle="year")
    it.on("2027-02-01 06:00")
    assert it.lines()[("plan", "fixed", "2027-01")] == 3477


def test_a_plan_by_the_year_can_be_left_when_the_year_is_over(story):
    it = story()
    it.card()
    it.order("plan", offer="plus", cycle="year")
    it.on("2027-02-01 06:00")
    it.order("plan", offer="standard")
    assert it.on("2028-01-09 12:00").plan().startswith("plus")
    assert it.on("2028-01-10 12:00").plan().startswith("standard")
    it.on("2028-02-01 06:00")
    assert [one.net for one in it.invoices()] == [49_000]


def test_a_plan_made_to_measure_is_not_paid_for_twice(story):
    it = story()
    it.card()
    plan = it.account.tenant.plan
    plan.pk, plan.offer, plan.code = None, "", "made-for-red"
    plan.save()
    it.account.tenant.plan = plan
    it.account.tenant.save(update_fields=["plan"])
    with pytest.raises(NotForSale):
        it.order("plan", offer="plus")


# Trials


def test_what_a_trial_gives_away_is_given_once_however_late_one_looks(story):
    it = story("2027-01-25 09:00")
    it.order("checkin", state="trial")  # until 8 February
    it.scan(500, "2027-01-26 19:00")
    it.scan(400, "2027-02-02 19:00")
    it.card()
    for month in ("2027-02", "2027-03", "2027-04", "2027-05", "2027-06", "2027-07"):
        it.on(f"{month}-01 06:00")
    asked = [one.lines.filter(what="usage") for one in it.invoices()]
    assert [line.amount for lines in asked for line in lines] == [400]


def test_what_was_given_away_and_taken_back_is_not_given_away(story):
    it = story()
    it.card()
    it.order("checkin", state="trial")
    it.scan(500, "2027-01-12 19:00")
    it.scan(-500, "2027-01-13 19:00")
    it.scan(500, "2027-01-27 19:00")  # the trial is over
    it.on("2027-02-01 06:00")
    assert it.lines()[("checkin", "usage", "2027-01")] == 500


# Coupons


def test_a_coupon_of_a_month_does_not_pay_for_a_year(story):
    it = story()
    it.card()
    coupons.make(code="FIRST", percent=100, months=1, by=STAFF)
    coupons.redeem(account=it.account, code="FIRST", by=OWNER, now=it.now)
    it.order("checkin", cycle="year")
    it.on("2027-02-01 06:00")
    assert it.lines() == {
        ("checkin", "fixed", "Y2027-01-10"): 15_000,
        ("checkin", "coupon", "Y2027-01-10"): -1250,  # one of its twelve months
    }


def test_a_coupon_longer_than_a_year_takes_its_percent_off_the_whole_of_it(story):
    it = story()
    it.card()
    coupons.make(code="LONG", percent=50, months=36, by=STAFF)
    coupons.redeem(account=it.account, code="LONG", by=OWNER, now=it.now)
    it.order("checkin", cycle="year")
    it.on("2027-02-01 06:00")
    assert it.last.net == 7500


# Add-ons that build on others


@pytest.fixture
def base(monkeypatch, checkin):
    """Check-in, as if it built on surveys."""
    config = apps.app_configs["sample_checkin"]
    monkeypatch.setattr(config, "requires", ("surveys",), raising=False)


def test_what_ends_soon_is_nothing_to_build_on(story, base):
    it = story()
    it.card()
    it.order("surveys")
    it.stop("surveys")
    with pytest.raises(OthersNeedIt):
        it.order("checkin")
    it.keep("surveys")
    it.order("checkin")


def test_what_is_tried_and_goes_on_can_be_built_on(story, base):
    it = story()
    it.card()
    it.order("surveys", state="trial")
    it.order("checkin", state="trial")
    assert it.on("2027-01-25 06:00").feature("checkin") == "on"


# Suspended


def test_who_owes_cannot_keep_what_comes_to_rest(story):
    it = story()
    it.card(DECLINES)
    it.order("checkin")
    it.on("2027-02-01 06:00").on("2027-02-15 06:00")
    with pytest.raises(PayFirst):
        it.keep("checkin")
    assert it.on("2027-02-16 06:00").holds("checkin") == "paused"


def test_a_trial_that_ends_while_all_rests_costs_nothing_until_all_goes_on(story):
    it = story()
    it.card(DECLINES)
    it.order("checkin")
    it.on("2027-02-01 06:00").on("2027-02-10 06:00")
    it.order("surveys", state="trial")
    it.on("2027-02-15 06:00").on("2027-03-01 06:00")
    assert (it.account.state, it.holds("surveys")) == ("suspended", "paused")
    assert not it.last.lines.filter(code="surveys").exists()
    it.card(WORKS)
    it.on("2027-03-11 06:00")
    for invoice in it.invoices():
        if invoice.state == "open" and not invoice.is_credit:
            it.pay(invoice)
    it.account.refresh_from_db()
    assert (it.account.state, it.holds("surveys"), it.feature("surveys")) == (
        "good",
        "active",
        "on",
    )


def test_a_trial_that_still_runs_when_all_goes_on_turns_into_something_to_pay_for(story):
    it = story()
    it.card(DECLINES)
    it.order("checkin")
    it.on("2027-02-01 06:00").on("2027-02-10 06:00")
    it.order("surveys", state="trial")
    it.on("2027-02-15 06:00")
    it.card(WORKS)
    it.pay(it.invoices()[0])
    assert (it.holds("surveys"), it.feature("surveys")) == ("trial", "trial")
    it.on("2027-02-25 06:00")
    assert (it.holds("surveys"), it.holds("checkin")) == ("active", "active")


def test_what_the_owner_paused_himself_stays_paused_when_all_goes_on(story):
    it = story()
    it.card(DECLINES)
    it.order("checkin")
    it.on("2027-02-01 06:00").on("2027-02-15 03:00")
    it.pause("checkin")
    it.on("2027-02-15 06:00")
    it.card(WORKS)
    it.on("2027-02-20 06:00").pay(it.invoices()[0])
    assert it.holds("checkin") == "paused"


def test_who_pays_at_the_last_moment_loses_nothing(story):
    it = story()
    it.card(DECLINES)
    it.order("checkin")
    it.on("2027-02-01 06:00").on("2027-02-15 06:00")
    it.now += timedelta(days=70)
    seen = Account.objects.get(pk=it.account.pk)
    it.card(WORKS)
    it.pay(it.invoices()[0])
    assert not ending.give_up(account=seen, now=it.now)
    it.account.refresh_from_db()
    assert (it.account.state, it.holds("checkin")) == ("good", "active")


# Facts that come late, twice, or in the wrong order


def test_a_switch_of_staff_that_is_told_again_does_not_undo_a_later_one(story):
    it = story()
    on = FeatureTurnedOn(code="checkin", state="on", reason="a try", source="staff")
    off = FeatureTurnedOff(code="checkin", state="off", reason="over", source="staff")
    for fact in (on, off, on):
        told(it, fact)
    it.now = datetime.now(UTC)
    assert (it.holds("checkin"), it.feature("checkin")) == ("off", "off")


def test_two_switches_of_staff_in_the_wrong_order_leave_the_later(story):
    it = story()
    on = FeatureTurnedOn(code="checkin", state="on", reason="a try", source="staff")
    off = FeatureTurnedOff(code="checkin", state="off", reason="over", source="staff")
    features.turn_on(tenant=it.account.tenant, code="checkin", by=STAFF, reason="a try")
    features.turn_off(tenant=it.account.tenant, code="checkin", by=STAFF, reason="over")
    told(it, off)
    told(it, on)
    it.now = datetime.now(UTC)
    assert (it.holds("checkin"), it.feature("checkin")) == ("off", "off")


def test_two_switches_of_staff_that_are_told_late_both_count(story):
    it = story()
    early = datetime.now(UTC) - timedelta(hours=1)
    on = FeatureTurnedOn(code="checkin", state="on", reason="a try", source="staff", at=early)
    off = FeatureTurnedOff(code="checkin", state="off", reason="over", source="staff",
                           at=early + timedelta(seconds=1))  # fmt: skip
    told(it, on)
    told(it, off)
    it.now = datetime.now(UTC)
    assert (it.holds("checkin"), it.feature("checkin")) == ("off", "off")


def test_a_shop_that_closed_once_stops_once(story):
    it = story(datetime.now(UTC).strftime("%Y-%m-%d %H:%M"))
    it.card()
    it.order("checkin")
    closed = ShopClosed(reason="tired")
    told(it, closed)
    it.now = datetime.now(UTC)
    it.keep("checkin")  # open again
    told(it, closed)
    spans = switching.standing.of_code(it.account, "checkin")
    assert [(one.state, one.until) for one in spans] == [("active", None)]


# Credit


def test_a_credit_note_gives_back_no_vat_that_was_never_paid(story):
    it = story(country="CH")
    it.card()
    it.order("checkin")
    it.on("2027-02-01 06:00")
    assert (it.last.net, it.last.tax) == (2565, 0)
    it.pause("checkin")
    accounts.details(account=it.account, by=OWNER, country="FR")
    it.on("2027-03-01 06:00")
    assert (it.last.kind, it.last.net, it.last.tax) == ("credit_note", -1446, 0)


def test_what_is_given_up_is_what_credit_notes_leave(story):
    it = story()
    it.card(DECLINES)
    it.order("checkin")
    it.on("2027-02-01 06:00").on("2027-02-15 06:00")
    Invoice.objects.update(next_attempt_at=None)  # nobody tries before the credit note is there
    it.on("2027-03-01 06:00")
    owed, credit = it.invoices()
    collecting.write_off(invoice=owed, by=STAFF, reason="gone", now=it.now)
    credit.refresh_from_db()
    assert (credit.state, credit.is_credit) == ("paid", True)
    given_up = owed.receipts.get(kind=Receipt.Kind.WRITTEN_OFF)
    assert given_up.amount == owed.total + credit.total
    with pytest.raises(NothingOpen):
        collecting.write_off(invoice=owed, by=STAFF, reason="gone", now=it.now)


def test_money_that_comes_after_all_is_on_record(story):
    it = story()
    it.card(DECLINES)
    it.order("checkin")
    it.on("2027-02-01 06:00")
    collecting.write_off(invoice=it.last, by=STAFF, reason="gone", now=it.now)
    paid = Reading(state="paid", ref="late_1", method="SEPA •••• 3201")
    for _twice in range(2):
        collecting.write_down(invoice=it.last, reading=paid, now=it.now)
    assert it.last.state == "paid"
    came = it.last.receipts.get(kind=Receipt.Kind.PAID)
    assert (came.amount, sum(one.amount for one in it.last.receipts.all())) == (it.last.total,) * 2


def test_no_credit_is_used_up_for_what_is_on_its_way(story):
    it = story()
    it.card(DECLINES)
    it.order("checkin")
    it.on("2027-02-01 06:00")
    owed = it.last
    it.pause("checkin")
    it.card(sandbox.DEBITS)
    it.now = it.now.replace(day=28)
    assert it.pay(owed).state == "open"  # the debit is on its way
    it.on("2027-03-01 06:00")  # and now there is a credit note
    owed.refresh_from_db()
    came = owed.receipts.get(kind=Receipt.Kind.PAID)
    assert (owed.state, came.amount, it.last.is_credit, it.last.state) == (
        "paid",
        owed.total,
        True,
        "open",
    )


# Test cards


def test_where_money_is_real_no_test_card_pays(story, settings):
    it = story()
    it.card()
    it.order("checkin")
    settings.SANDBOX_PAYMENTS = False
    settings.STRIPE_SECRET_KEY = ""
    assert accounts.default_collector() == "stripe"
    with pytest.raises(sandbox.NotATestCard):
        it.card()
    accounts.leave_the_sandbox()
    it.account.refresh_from_db()
    assert (it.account.collector, it.account.method, it.account.collector_ref) == ("stripe", {}, "")
    it.on("2027-02-01 06:00")
    assert (it.last.collector, it.last.state) == ("stripe", "open")


def test_an_open_invoice_leaves_the_sandbox_with_its_account(story, settings):
    it = story()
    it.card(DECLINES)
    it.order("checkin")
    it.on("2027-02-01 06:00")
    settings.SANDBOX_PAYMENTS = False
    accounts.leave_the_sandbox()
    assert (it.last.collector, it.last.collector_ref) == ("stripe", "")
    assert not Account.objects.filter(collector="sandbox").exists()


# Clocks of others


@pytest.mark.parametrize("away", [timedelta(days=-4000), timedelta(days=-150), timedelta(days=90)])
def test_a_clock_that_is_wrong_takes_nothing_off_the_bill(story, away):
    from billing import meters as counting
    from kernel.meters import Reading as Read

    it = story()
    fact = FeatureTurnedOn(code="checkin", state="on", reason="-", source="billing")
    fact_with = type("Scanned", (), {
        "at": fact.at, "id": fact.id, "name": classmethod(lambda cls: "Scanned"),
        "metered": lambda self: Read(7, "scan:1", at=fact.at + away),
    })()  # fmt: skip
    with in_tenant(it.account.tenant.schema_name):
        counting.count(fact_with, code="checkin", meter="scans")
    found = meters.Usage.objects.get(account=it.account, source="scan:1")
    assert found.occurred_at == fact.at


def test_a_device_that_was_in_a_drawer_is_believed(story):
    from billing import meters as counting
    from kernel.meters import Reading as Read

    it = story()
    fact = FeatureTurnedOn(code="checkin", state="on", reason="-", source="billing")
    then = fact.at - timedelta(days=30)
    fact_with = type("Scanned", (), {
        "at": fact.at, "id": fact.id, "name": classmethod(lambda cls: "Scanned"),
        "metered": lambda self: Read(7, "scan:1", at=then),
    })()  # fmt: skip
    with in_tenant(it.account.tenant.schema_name):
        counting.count(fact_with, code="checkin", meter="scans")
    assert meters.Usage.objects.get(account=it.account, source="scan:1").occurred_at == then
