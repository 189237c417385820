"""What months cost: by the day, by the piece, below a ceiling, whatever came in which order."""

import random
from datetime import date, timedelta
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from billing.catalogue import catalogue
from billing.reckoning import Daily, Discount, Given, half_up, units
from billing.spans import Span, after, month_of

NOV = date(2026, 11, 1)
FEB = date(2027, 2, 1)


PRICES = cache(catalogue)
VERSION = catalogue().version


def span(first, until=None, state="active", *, offer="", cycle="month"):
    return Span(first=first, until=until, state=state, offer=offer, cycle=cycle,
                version=VERSION)  # fmt: skip


def reckoned(had, *, used=(), discounts=(), since=NOV, month=NOV, currency="EUR"):
    """{(code, what, period): amount}"""
    of = Given(had=had, used=tuple(used), discounts=tuple(discounts), currency=currency,
               prices=PRICES)  # fmt: skip
    return {
        (one.code, one.what, one.period): one.amount for one in units(of, since=since, month=month)
    }


def scans(day, number, meter="scans", **fields):
    return Daily(code="checkin", meter=meter, day=day, total=number, peak=number, **fields)


def test_a_whole_month_costs_its_price_and_part_of_one_its_days():
    had = {"wallet": [span(date(2026, 11, 12))]}
    assert reckoned(had, month=date(2026, 12, 1)) == {
        ("wallet", "fixed", "2026-11"): 507,  # 8.00 × 19 of 30 days
        ("wallet", "fixed", "2026-12"): 800,
    }


def test_february_has_fewer_days_and_costs_the_same():
    had = {"wallet": [span(date(2027, 2, 15))]}
    assert reckoned(had, since=FEB, month=after(FEB)) == {
        ("wallet", "fixed", "2027-02"): 400,
        ("wallet", "fixed", "2027-03"): 800,
    }


def test_nothing_is_asked_for_trials_pauses_and_gifts():
    had = {
        "wallet": [
            span(date(2026, 11, 1), date(2026, 11, 6), "trial"),
            span(date(2026, 11, 6), date(2026, 11, 11), "active"),
            span(date(2026, 11, 11), date(2026, 11, 21), "paused"),
            span(date(2026, 11, 21), None, "free"),
        ]
    }
    assert reckoned(had) == {("wallet", "fixed", "2026-11"): 133}


def test_the_first_plan_costs_nothing_and_another_what_the_list_says():
    plan = [span(NOV, date(2026, 11, 16), offer="standard"), span(date(2026, 11, 16), offer="plus")]
    assert reckoned({"plan": plan}) == {("plan", "fixed", "2026-11"): 2450}


def test_a_year_is_charged_whole_when_it_begins_and_again_a_year_later():
    had = {"wallet": [span(date(2026, 11, 12), cycle="year")]}
    assert reckoned(had, month=date(2027, 11, 1)) == {
        ("wallet", "fixed", "Y2026-11-12"): 8000,
        ("wallet", "fixed", "Y2027-11-12"): 8000,
    }


def test_from_month_to_year_the_days_before_are_paid_by_the_month():
    had = {"wallet": [span(NOV, date(2026, 11, 11)), span(date(2026, 11, 11), cycle="year")]}
    assert reckoned(had, month=date(2026, 12, 1)) == {
        ("wallet", "fixed", "2026-11"): 267,
        ("wallet", "fixed", "Y2026-11-11"): 8000,
    }


def test_who_comes_back_within_a_paid_year_pays_nothing_twice():
    had = {
        "wallet": [
            span(NOV, date(2026, 12, 1), cycle="year"),
            span(date(2026, 12, 1), date(2027, 1, 5), "off"),
            span(date(2027, 1, 5)),
        ]
    }
    assert reckoned(had, month=date(2027, 11, 1)) == {
        ("wallet", "fixed", "Y2026-11-01"): 8000,
        ("wallet", "fixed", "2027-11"): 800,
    }


def test_scans_are_paid_by_the_piece_in_arrears():
    had = {"checkin": [span(NOV)]}
    used = [scans(date(2026, 11, 20), 5000)]
    assert reckoned(had, used=used) == {("checkin", "fixed", "2026-11"): 1500}
    assert reckoned(had, used=used, month=date(2026, 12, 1)) == {
        ("checkin", "fixed", "2026-11"): 1500,
        ("checkin", "fixed", "2026-12"): 1500,
        ("checkin", "usage", "2026-11"): 5000,
    }


def test_devices_are_the_most_of_any_moment_beyond_three():
    had = {"checkin": [span(NOV)]}
    used = [scans(date(2026, 11, day), number, "devices") for day, number in ((3, 2), (7, 5))]
    month = date(2026, 12, 1)
    assert reckoned(had, used=used, month=month)[("checkin", "usage", "2026-11")] == 1000


def test_no_month_costs_more_than_its_ceiling():
    had = {"checkin": [span(NOV)]}
    used = [scans(date(2026, 11, 20), 20_000)]
    found = reckoned(had, used=used, month=date(2026, 12, 1))
    november = [amount for (_code, _what, period), amount in found.items() if period == "2026-11"]
    assert sum(november) == 10_000
    assert found[("checkin", "ceiling", "2026-11")] == 8500 - 20_000


def test_a_trial_gives_its_first_uses_away_and_no_more():
    had = {"checkin": [span(NOV, date(2026, 11, 15), "trial"), span(date(2026, 11, 15))]}
    used = [scans(date(2026, 11, 5), 400), scans(date(2026, 11, 8), 400),
            scans(date(2026, 11, 20), 100)]  # fmt: skip
    found = reckoned(had, used=used, month=date(2026, 12, 1))
    assert found[("checkin", "usage", "2026-11")] == 400  # 300 above the 500, and 100 later


def test_a_gift_is_free_with_all_that_is_used_of_it():
    had = {"checkin": [span(NOV, state="free")]}
    assert reckoned(had, used=[scans(date(2026, 11, 5), 400)], month=date(2026, 12, 1)) == {}


def test_shares_stand_in_the_money_s_own_currency_and_only_where_no_charge_brought_them():
    had = {"upsells": [span(NOV)]}
    meter = catalogue().addon("upsells").share_meter

    def sold(amount, currency, *, is_collected=False):
        return Daily(code="upsells", meter=meter, day=date(2026, 11, 9), total=amount, peak=amount,
                     currency=currency, is_collected=is_collected)  # fmt: skip

    given = Given(
        had=had,
        used=(sold(10_000, "EUR"), sold(5000, "USD"), sold(90_000, "EUR", is_collected=True),
              sold(-1000, "EUR")),
        discounts=(),
        currency="EUR",
        prices=PRICES,
    )  # fmt: skip
    found = units(given, since=NOV, month=date(2026, 12, 1))
    assert {(one.currency, one.amount) for one in found if one.what == "share"} == {
        ("EUR", 270),
        ("USD", 150),
    }


def test_a_coupon_makes_fixed_fees_smaller_for_its_months_and_usage_never():
    had = {"checkin": [span(NOV)], "wallet": [span(NOV)]}
    discount = Discount(coupon="HALF", percent=50, first=NOV, months=1, codes=("checkin",))
    used = [scans(date(2026, 11, 20), 100)]
    assert reckoned(had, used=used, discounts=[discount], month=date(2026, 12, 1)) == {
        ("checkin", "fixed", "2026-11"): 1500,
        ("checkin", "coupon", "2026-11"): -750,
        ("checkin", "fixed", "2026-12"): 1500,
        ("checkin", "usage", "2026-11"): 100,
        ("wallet", "fixed", "2026-11"): 800,
        ("wallet", "fixed", "2026-12"): 800,
    }


def test_coupons_together_give_nothing_away_beyond_the_fee():
    had = {"wallet": [span(NOV)]}
    both = tuple(Discount(coupon=one, percent=80, first=NOV, months=3) for one in ("A", "B"))
    given = Given(had=had, used=(), discounts=both, currency="EUR", prices=PRICES)
    amounts = [one.amount for one in units(given, since=NOV, month=NOV)]
    assert amounts == [800, -640, -128]


def test_prices_are_those_of_the_currency_and_are_not_converted():
    for currency in catalogue().currencies:
        price = catalogue().addon("wallet").price(currency=currency)
        assert reckoned({"wallet": [span(NOV)]}, currency=currency) == {
            ("wallet", "fixed", "2026-11"): price
        }


def test_half_up_undoes_itself():
    assert [half_up(one, 10) for one in (4, 5, -4, -5)] == [0, 1, 0, -1]


states = st.sampled_from(["active", "trial", "paused", "free", "off"])
story = st.lists(st.tuples(st.integers(1, 60), states), min_size=1, max_size=6)
uses = st.lists(st.tuples(st.integers(0, 90), st.integers(1, 3000)), max_size=12)


def _spans(story):
    """Consecutive spans from (days, state)."""
    found, day = [], NOV
    for days, state in story:
        found.append(span(day, day + timedelta(days=days), state))
        day += timedelta(days=days)
    return found


@given(story, uses, st.integers())
def test_the_order_in_which_usage_is_told_changes_nothing(story, uses, seed):
    had = {"checkin": _spans(story)}
    used = [scans(NOV + timedelta(days=day), number) for day, number in uses]
    shuffled = random.Random(seed).sample(used, len(used))
    month = date(2027, 2, 1)
    assert reckoned(had, used=used, month=month) == reckoned(had, used=shuffled, month=month)


@given(story)
def test_days_of_a_month_never_cost_more_than_the_month(story):
    found = reckoned({"wallet": _spans(story)}, month=date(2027, 6, 1))
    assert all(0 < amount <= 800 for amount in found.values())


@given(story, uses)
def test_no_month_of_check_in_is_above_its_ceiling(story, uses):
    used = [scans(NOV + timedelta(days=day), number * 10) for day, number in uses]
    found = reckoned({"checkin": _spans(story)}, used=used, month=date(2027, 6, 1))
    by_period: dict = {}
    for (_code, _what, period), amount in found.items():
        by_period[period] = by_period.get(period, 0) + amount
    assert all(amount <= 10_000 for amount in by_period.values())
    assert all(month_of(date.fromisoformat(f"{period}-01")) for period in by_period)
