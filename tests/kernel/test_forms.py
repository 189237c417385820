"""Money and moments as people type them."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from kernel.forms import MomentField, MoneyField, local_moment


@pytest.mark.parametrize(
    ("typed", "currency", "amount"),
    [
        ("12.50", "EUR", 1250),
        ("12,5", "EUR", 1250),
        ("1.234,50", "EUR", 123450),
        ("1,234.50", "EUR", 123450),
        ("1 000", "EUR", 100000),
        ("0", "EUR", 0),
        ("1200", "JPY", 1200),
        ("1,200", "JPY", 1200),
        ("1.234", "KWD", 1234),
        ("0,005", "KWD", 5),
    ],
)
def test_money_is_read_to_the_minor_unit(typed, currency, amount):
    assert MoneyField(currency=currency).clean(typed) == amount


@pytest.mark.parametrize(
    ("typed", "currency"),
    [
        ("1,000", "EUR"),  # a thousand, or one?
        ("12.505", "EUR"),
        ("12.5", "JPY"),
        ("-1", "EUR"),
        ("1e5", "EUR"),
        ("NaN", "EUR"),
        ("twelve", "EUR"),
        ("١٢", "EUR"),
        ("9" * 40, "EUR"),
        ("", "EUR"),
        ("1.2345", "KWD"),
    ],
)
def test_what_is_no_clear_amount_is_refused_not_guessed(typed, currency):
    with pytest.raises(ValidationError):
        MoneyField(currency=currency).clean(typed)


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [(1250, "EUR", "12.50"), (1200, "JPY", "1200"), (5, "KWD", "0.005")],
)
def test_money_is_shown_as_it_may_be_typed(amount, currency, shown):
    field = MoneyField(currency=currency)
    assert field.prepare_value(amount) == shown
    assert field.clean(shown) == amount


def test_a_moment_is_the_clock_on_the_wall_of_its_zone():
    assert local_moment("2026-07-03T19:30", "Asia/Tokyo") == datetime(
        2026, 7, 3, 10, 30, tzinfo=UTC
    )
    field = MomentField(zone="Asia/Tokyo")
    assert field.prepare_value(datetime(2026, 7, 3, 10, 30, tzinfo=UTC)).hour == 19


def test_an_hour_that_comes_twice_means_its_first_time():
    assert local_moment("2026-10-25 02:30", "Europe/Paris").hour == 0


def test_an_hour_that_the_clock_skips_is_refused():
    with pytest.raises(ValidationError, match="jumps"):
        local_moment("2026-03-29 02:30", "Europe/Paris")


@pytest.mark.parametrize(
    "text", ["3 May", "2026-13-01 10:00", "", "9999-01-01 10:00", "0001-01-01"]
)
def test_what_is_no_moment_is_refused(text):
    with pytest.raises(ValidationError):
        local_moment(text, "UTC")
