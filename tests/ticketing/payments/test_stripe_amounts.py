"""Stripe's own way of counting (docs.stripe.com/currencies), held against ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.catalogue import fixed_fees
from kernel.currencies import CURRENCIES, exponent, step
from tenant_apps.ticketing.payments.errors import GatewayRefused
from tenant_apps.ticketing.payments.gateways.stripe_amounts import (
    LEAST,
    NO_DECIMALS,
    from_stripe,
    least,
    to_stripe,
)


@pytest.mark.parametrize(
    ("amount", "currency", "asked"),
    [
        (4800, "EUR", 4800),
        (500, "JPY", 500),  # the amount itself, without hundredths
        (5120, "KWD", 5120),  # thousandths, the last of them zero
        (5, "ISK", 500),  # no decimals any more, but hundredths as ever
        (5, "UGX", 500),
        (1045, "HUF", 1045),  # charged with decimals, though paid out without
        (80045, "TWD", 80045),
        (50000, "ALL", 50000),  # CLDR writes no decimals here; Stripe counts them
        (50000, "MGA", 500),
    ],
)
def test_amounts_in_the_units_that_stripe_counts(amount, currency, asked):
    assert to_stripe(amount, currency) == asked
    assert from_stripe(asked, currency) == amount


@pytest.mark.parametrize(("amount", "currency"), [(5124, "KWD"), (5001, "MGA"), (10**8, "EUR")])
def test_what_stripe_cannot_move_is_refused_not_rounded(amount, currency):
    with pytest.raises(GatewayRefused):
        to_stripe(amount, currency)


@given(st.integers(1, 10**5), st.sampled_from(sorted(CURRENCIES - {"MGA", "IQD", "LYD"})))
def test_there_and_back_is_the_same(number, currency):
    amount = number * step(currency)

    assert from_stripe(to_stripe(amount, currency), currency) == amount


def test_the_least_is_known_in_our_own_units():
    assert str(least("EUR").decimal) == "0.50"
    assert least("JPY").amount == 50
    assert least("KWD") is None
    assert set(LEAST) <= CURRENCIES


def test_currencies_of_the_price_list_agree_on_what_has_no_decimals():
    ours = {one for one in fixed_fees() if exponent(one) == 0}

    assert ours - {"ISK", "UGX"} <= NO_DECIMALS
