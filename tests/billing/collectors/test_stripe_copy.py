"""Stripe's copy of what accounts have: complete, repeatable, and never charged."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from billing.catalogue import catalogue
from billing.collectors import Held, Method
from billing.collectors.stripe_billing import prices
from billing.services import switching
from kernel.actor import Actor
from kernel.stripe import StripeUnreachable

OWNER = Actor("user", "platform-1", "Olga")


def thing(code, *, offer="", cycle="month", state="active", price=1500):
    return Held(
        code=code, offer=offer, cycle=cycle, state=state, currency="EUR", price=price,
        version=catalogue().version,
    )  # fmt: skip


PLAN = thing("plan", offer="standard", price=0)
CHECKIN, WALLET, CRM = thing("checkin"), thing("wallet", price=800), thing("crm", price=2500)


@pytest.fixture
def mirror(collector, account):
    return lambda *held: collector.mirror(account=account, held=held)


@pytest.fixture
def copied(books, account):
    """Return `copied()`: what stands at Stripe: the keys of prices by kind of subscription."""

    def read():
        found = books.subscriptions.list({"customer": account.collector_ref}).auto_paging_iter()
        return {
            one.metadata.to_dict()["kind"]: {
                item.price.lookup_key
                for item in books.subscription_items.list({"subscription": one.id})
                .auto_paging_iter()
            }
            for one in found
        }  # fmt: skip

    return read


def keys(*held):
    found = {}
    for price in prices.wanted(held, "EUR").values():
        found.setdefault(price.kind, set()).add(price.key)
    return found


def test_a_customer_carries_the_shop_and_who_gets_letters(mirror, account, books):
    mirror()
    customer = books.customers.retrieve(account.collector_ref)
    assert customer.metadata.to_dict() == {"schema": "red", "account": str(account.pk)}
    assert (customer.email, customer.name) == ("a@example.com", str(account))
    account.email = "b@example.com"
    mirror()
    assert books.customers.retrieve(account.collector_ref).email == "b@example.com"


def test_everything_held_has_its_item_by_month_by_year_and_by_use(mirror, copied):
    held = (PLAN, CHECKIN, WALLET, replace(CRM, cycle="year", price=25000))
    mirror(*held)
    assert copied() == keys(*held)
    version = catalogue().version
    assert f"checkin-month-eur-{version}" in copied()["month"]
    assert copied()["year"] == {f"crm-year-eur-{version}"}
    assert f"checkin-scans-usage-eur-{version}" in copied()["usage"]


def test_doing_it_again_asks_for_nothing(mirror, stripe):
    mirror(PLAN, CHECKIN)
    before = len(stripe.requests)
    mirror(PLAN, CHECKIN)
    assert {method for method, _path, _params in stripe.requests[before:]} == {"GET"}


def test_items_follow_what_is_switched(mirror, copied):
    mirror(PLAN, CHECKIN, WALLET)
    mirror(PLAN, WALLET, CRM)
    assert copied() == keys(PLAN, WALLET, CRM)
    mirror(PLAN, replace(WALLET, state="paused"))
    assert copied() == keys(PLAN)
    mirror()
    assert copied() == {}
    mirror(CHECKIN)
    assert copied() == keys(CHECKIN)


def test_what_is_tried_or_given_costs_nothing_there(mirror, copied, books):
    mirror(replace(WALLET, state="trial"), replace(CRM, state="free"))
    (fees,) = [copied()["month"]]
    found = books.prices.list({"lookup_keys": sorted(fees)}).data
    assert [price.unit_amount for price in found] == [0, 0]


def test_no_subscription_ever_charges(mirror, keep, stripe, books, account):
    keep()
    mirror(PLAN, CHECKIN, replace(CRM, cycle="year", price=25000))
    for one in books.subscriptions.list({"customer": account.collector_ref}).data:
        assert one.pause_collection.behavior == "void"
        assert stripe.renew(one.id)["status"] == "void"
    assert stripe.events("charge.succeeded") == []


def test_a_pause_that_somebody_lifted_is_put_back(mirror, stripe, books, account):
    mirror(CHECKIN)
    for one in books.subscriptions.list({"customer": account.collector_ref}).data:
        books.subscriptions.update(one.id, {"pause_collection": ""})
    mirror(CHECKIN)
    for one in books.subscriptions.list({"customer": account.collector_ref}).data:
        assert one.pause_collection.behavior == "void"


def test_a_process_that_died_between_is_made_up_for(mirror, copied, stripe, books, account):
    for good in range(16):
        stripe.lose_answers(3, after=good)
        try:
            mirror(PLAN, CHECKIN)
        except StripeUnreachable:
            stripe.answers.forget()
    stripe.lose_answers(0)
    mirror(PLAN, CHECKIN)
    assert copied() == keys(PLAN, CHECKIN)
    found = books.subscriptions.list({"customer": account.collector_ref}).data
    assert len(found) == len(keys(PLAN, CHECKIN))
    assert all(one.pause_collection.behavior == "void" for one in found)


def test_prices_of_use_are_those_of_the_list(mirror, books):
    mirror(CHECKIN, thing("waitlist", price=1000))
    version = catalogue().version

    def price(key):
        (found,) = books.prices.list({"lookup_keys": [f"{key}-usage-eur-{version}"]}).data
        return found

    offer = catalogue().addon("checkin")
    assert price("checkin-scans").unit_amount == offer.usage_of("scans").price_in("EUR")
    assert price("checkin-devices").billing_scheme == "tiered"
    waitlist = catalogue().addon("waitlist")
    share = price(f"waitlist-{waitlist.share_meter}_eur")
    assert share.unit_amount_decimal == Decimal(waitlist.share_basis_points) / 10_000


def test_a_price_that_was_changed_without_a_new_version_is_made_anew(mirror, books):
    mirror(WALLET)
    mirror(replace(WALLET, price=900))
    key = f"wallet-month-eur-{catalogue().version}"
    (found,) = books.prices.list({"lookup_keys": [key]}).data
    assert found.unit_amount == 900


def test_a_whole_shop_fits(mirror, copied):
    """Twenty items are all that a subscription takes."""
    held = [PLAN, *(thing(addon.code) for addon in catalogue().addons)]
    mirror(*held)
    assert copied() == keys(*held)
    assert all(len(some) <= 20 for some in copied().values())


def test_a_shop_in_another_currency_is_copied_in_it(mirror, copied, account):
    account.currency = "GBP"
    mirror(replace(WALLET, currency="GBP", price=700))
    assert copied() == {"month": {f"wallet-month-gbp-{catalogue().version}"}}


def test_a_switch_goes_into_the_copy(account, keep, copied, run_deliveries):
    keep()
    account.method = {"kind": "card", "label": "Visa •••• 4242", "expires": "2034-12"}
    account.save(update_fields=["method"])
    switching.order(account=account, code="surveys", state="active", by=OWNER)
    run_deliveries()
    assert f"surveys-month-eur-{catalogue().version}" in copied()["month"]


def test_the_portal_is_for_this_customer_and_leads_back(collector, account, stripe):
    back = "https://marquee.example/back"
    url = collector.portal(account=account, return_url=back)
    assert url.startswith("https://billing.stripe.com/")
    (_method, _path, asked) = stripe.requests[-1]
    assert (asked["customer"], asked["return_url"]) == (account.collector_ref, back)


def test_how_it_pays_can_be_read(collector, account, keep):
    assert collector.method(account=account) is None
    keep()
    assert collector.method(account=account) == Method(
        kind="card", label="Visa •••• 4242", expires="2034-12"
    )
    keep("AT611904300234573201")
    assert collector.method(account=account) == Method(kind="sepa_debit", label="SEPA •••• 3201")


def test_a_customer_that_somebody_deleted_is_made_anew(collector, account, books):
    collector.portal(account=account, return_url="https://example.com/")
    gone = account.collector_ref
    books.customers.delete(gone)
    assert collector.method(account=account) is None
    collector.portal(account=account, return_url="https://example.com/")
    account.refresh_from_db()
    assert account.collector_ref not in ("", gone)


@pytest.mark.parametrize("day", [1, 15, 30])
def test_a_subscription_begins_with_the_next_month(mirror, books, account, day, time_machine):
    time_machine.move_to(datetime(2026, 11, day, 0, 30, tzinfo=UTC))
    mirror(CHECKIN)
    found = books.subscriptions.list({"customer": account.collector_ref}).data
    starts = {datetime.fromtimestamp(one.billing_cycle_anchor, UTC) for one in found}
    assert starts == {datetime(2026, 11, 30, 23, tzinfo=UTC)}
    assert all(one.total == 0 for one in books.invoices.list({}).data)
