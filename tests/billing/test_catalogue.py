"""The price list: the user's prices, and what of it can be had."""

from datetime import date

import pytest
from django.utils.translation import override

from billing.catalogue import (
    catalogue,
    check_prices,
    fixed_fees,
    percent,
    problems,
    reading,
    terms,
    versions,
)
from billing.models import Account, Switch
from kernel.addons import installed
from kernel.currencies import CURRENCIES, step
from kernel.money import Money
from shared_apps.control.hooks import price_list
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.services import plans

PRICES = {  # code: euros a month, per cent of what it brings
    "checkin": (15, ""), "wallet": (8, ""), "waitlist": (10, "3"), "crm": (25, ""),
    "analytics": (15, ""), "exchanges": (12, "2"), "pricing": (30, ""), "seasons": (20, ""),
    "upsells": (10, "3"), "surveys": (5, ""), "groups": (8, ""), "streaming": (50, "10"),
}  # fmt: skip
FORMERLY = "2025-06"


@pytest.fixture
def formerly(tmp_path, monkeypatch):
    """A price list of former days, kept as a whole file: Standard cost 3 %, surveys 4 euros."""
    text = reading.FILE.read_text("utf-8")
    text = text.replace('version = "2026-11"', f'version = "{FORMERLY}"')
    text = text.replace("ticket_fee_basis_points = 250", "ticket_fee_basis_points = 300")
    text = text.replace("month = { EUR = 500, ", "month = { EUR = 400, ")
    (tmp_path / f"{FORMERLY}.toml").write_text(text, "utf-8")
    monkeypatch.setattr(reading, "FORMER", tmp_path)


def test_twelve_add_ons_at_the_agreed_prices():
    offered = catalogue().addons
    assert {one.code: (one.monthly.amount / 100, one.share_percent) for one in offered} == PRICES


def test_a_year_costs_ten_months():
    listed = catalogue()
    for one in (*listed.plans, *listed.addons):
        for currency in listed.currencies:
            month = one.price(currency=currency)
            assert one.price(currency=currency, cycle="year") == 10 * month


def test_check_in_costs_by_the_scan_and_by_the_device_or_all_in():
    usage = {one.meter: one for one in catalogue().addon("checkin").usage}
    scans, devices, unlimited = usage["scans"], usage["devices"], usage["unlimited"]
    assert (scans.price, scans.count, scans.trial) == (Money(1, "EUR"), "sum", 500)
    assert (devices.price, devices.count, devices.included) == (Money(500, "EUR"), "peak", 3)
    assert (unlimited.price, unlimited.instead) == (Money(10000, "EUR"), True)
    assert catalogue().addon("checkin").ceiling == unlimited


def test_two_plans_one_for_those_who_sell_little_and_one_for_those_who_sell_much():
    standard, plus = catalogue().plans
    assert (standard.code, standard.monthly, standard.ticket_fee_basis_points) == (
        "standard", Money(0, "EUR"), 250,
    )  # fmt: skip
    assert (plus.code, plus.monthly, plus.yearly, plus.ticket_fee_basis_points) == (
        "plus", Money(4900, "EUR"), Money(49000, "EUR"), 150,
    )  # fmt: skip
    assert standard.ticket_fees == plus.ticket_fees


def test_what_is_of_fair_use_is_counted_and_costs_nothing():
    fair = {
        one.meter
        for addon in catalogue().addons
        for one in addon.usage
        if one.is_fair_use and one.included
    }
    assert fair == {"contacts", "sends", "replies", "viewer_minutes"}


def test_what_is_installed_has_a_price_and_what_is_not_is_still_to_come():
    built = {one.code for one in catalogue().addons if one.is_built}
    assert built == {addon.feature for addon in installed()}


def test_the_list_can_be_shown_in_another_currency_and_is_never_converted():
    shown = catalogue().shown_in("GBP")
    assert shown.addon("surveys").monthly == Money(400, "GBP")
    assert shown.addon("checkin").ceiling.price == Money(8500, "GBP")
    assert shown.plan("plus").ticket_fee_fixed == Money(30, "GBP")
    with pytest.raises(KeyError):
        catalogue().shown_in("PLN")
    with pytest.raises(KeyError):
        catalogue().addon("surveys").price(currency="PLN")


def test_prices_of_former_days_stay_as_they_were(formerly):
    assert versions() == (FORMERLY, catalogue().version)
    before = catalogue(FORMERLY)
    assert before.version == FORMERLY
    assert before.addon("surveys").monthly == Money(400, "EUR")
    assert before.plan("standard").ticket_fee_basis_points == 300
    assert catalogue().addon("surveys").monthly == Money(500, "EUR")
    assert catalogue("") == catalogue(catalogue().version) == catalogue()


@pytest.mark.parametrize("version", ["1999-01", "../catalogue", "2026-1"])
def test_a_version_that_there_never_was_has_no_prices(version):
    with pytest.raises(KeyError):
        catalogue(version)
    with pytest.raises(KeyError):
        fixed_fees(version)


def test_the_terms_of_an_account_are_those_of_its_plan(red, public, formerly):
    account = Account.objects.create(
        tenant=Tenant.objects.get(schema_name=red.schema_name),
        currency="EUR", zone="Europe/Madrid", language="en",
    )  # fmt: skip
    assert terms(account=account) == catalogue()

    def switch(day, version):
        Switch.objects.create(account=account, code="plan", offer="standard", state="active",
                              day=day, version=version, by="system")  # fmt: skip

    switch(date(2025, 7, 1), FORMERLY)
    switch(date(2999, 1, 1), catalogue().version)  # not yet
    assert terms(account=account).version == FORMERLY


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


@pytest.mark.parametrize("language", ["es", "fr", "pt"])
def test_shares_have_the_readers_decimal_comma(language):
    with override(language):
        assert [percent(250), catalogue().plan("plus").ticket_fee_percent] == ["2,5", "1,5"]


def test_every_currency_of_the_list_is_one_of_today_with_a_fee_that_cards_can_move():
    fees = fixed_fees()
    assert set(fees) <= CURRENCIES
    assert all(fee > 0 and fee % step(currency) == 0 for currency, fee in fees.items())


def test_a_shop_in_a_currency_without_a_fee_is_not_opened(public):
    with pytest.raises(KeyError):
        plans.first_plan("KPW")


def test_a_new_shop_pays_what_the_list_says(public):
    plan = catalogue().plans[0]
    given = plans.first_plan("EUR")
    assert given.ticket_fee_basis_points == plan.ticket_fee_basis_points
    assert given.ticket_fee_fixed == plan.ticket_fee_fixed.amount


def test_all_versions_of_the_list_hold_together(formerly):
    assert check_prices() == []
    assert list(problems(catalogue().version)) == list(problems(FORMERLY)) == []


@pytest.mark.parametrize(
    ("this", "becomes", "said"),
    [
        ("month = { EUR = 500, GBP = 400, ", "month = { EUR = 500, ", "surveys is to have a price"),
        ("month = { EUR = 500, ", "month = { EUR = -1, ", "surveys cannot cost -1 in EUR"),
        ('share_meter = "refunds"\n', "", "exchanges has a share without a meter"),
        ("EUR = 10000, GBP", "EUR = 1400, GBP", "checkin costs more by the month than its ceiling"),
        ('meter = "devices"', 'meter = "scans"', "checkin counts scans twice"),
        ('count = "peak"', 'count = "mean"', "checkin.devices is counted in a way"),
        ('code = "plus"', 'code = "standard"', "standard stands twice"),
        ("CHF = 30\n", "", "no fee of tickets in CHF"),
        ('currency = "EUR"', 'currency = "SEK"', "its file cannot be read: KeyError('SEK')"),
        (f'version = "{FORMERLY}"', 'version = "2025-07"', "its file says that it is version"),
    ],
)
def test_a_list_with_a_hole_in_it_does_not_start(formerly, tmp_path, this, becomes, said):
    file = tmp_path / f"{FORMERLY}.toml"
    text = file.read_text("utf-8").replace("EUR = 400, GBP = 400", "EUR = 500, GBP = 400")
    assert this in text
    file.write_text(text.replace(this, becomes, 1), "utf-8")

    assert any(f"{FORMERLY}: {said}" in one.msg for one in check_prices())


def test_what_is_installed_and_cannot_be_bought_does_not_start(monkeypatch):
    (surveys,) = [one for one in installed() if one.feature == "surveys"]
    monkeypatch.setattr(type(surveys), "requires", ("raffles",))
    assert "surveys needs raffles" in check_prices()[0].msg
