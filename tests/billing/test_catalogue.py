"""The price list: the user's prices, and what of it can be had."""

import pytest

from billing.catalogue import catalogue, fixed_fees, percent
from kernel.addons import installed
from kernel.currencies import CURRENCIES, step
from kernel.money import Money
from shared_apps.control.hooks import price_list
from shared_apps.tenants.services import plans

PRICES = {  # code: euros a month, per cent of what it brings
    "checkin": (15, ""), "wallet": (8, ""), "waitlist": (10, "3"), "crm": (25, ""),
    "analytics": (15, ""), "exchanges": (12, "2"), "pricing": (30, ""), "seasons": (20, ""),
    "upsells": (10, "3"), "surveys": (5, ""), "groups": (8, ""), "streaming": (50, "10"),
}  # fmt: skip


def test_twelve_add_ons_at_the_agreed_prices():
    offered = catalogue().addons
    assert {one.code: (one.monthly.amount / 100, one.share_percent) for one in offered} == PRICES


def test_check_in_costs_by_the_scan_and_by_the_device_or_all_in():
    usage = {one.meter: one for one in catalogue().addon("checkin").usage}
    assert usage["scans"].price == Money(1, "EUR")
    assert (usage["devices"].price, usage["devices"].included) == (Money(500, "EUR"), 3)
    assert (usage["unlimited"].price, usage["unlimited"].instead) == (Money(10000, "EUR"), True)


def test_what_is_installed_has_a_price_and_what_is_not_is_still_to_come():
    built = {one.code for one in catalogue().addons if one.is_built}
    assert built == {addon.feature for addon in installed()}


def test_a_new_shop_pays_what_the_list_says(public):
    (plan,) = catalogue().plans
    given = plans.first_plan("EUR")
    assert given.ticket_fee_basis_points == plan.ticket_fee_basis_points
    assert given.ticket_fee_fixed == plan.ticket_fee_fixed.amount


def test_the_front_page_asks_and_billing_answers():
    (answer,) = price_list.ask()
    assert answer == catalogue()


def test_shares_are_written_without_idle_zeros():
    assert [percent(n) for n in (250, 300, 1000, 5, 10, 0)] == [
        "2.5",
        "3",
        "10",
        "0.05",
        "0.1",
        "0",
    ]


def test_every_currency_of_the_list_is_one_of_today_with_a_fee_that_cards_can_move():
    fees = fixed_fees()
    assert set(fees) <= CURRENCIES
    assert all(fee > 0 and fee % step(currency) == 0 for currency, fee in fees.items())


def test_a_shop_in_a_currency_without_a_fee_is_not_opened(public):
    with pytest.raises(KeyError):
        plans.first_plan("KPW")
