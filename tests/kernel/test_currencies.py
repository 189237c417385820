"""Money in every currency of today: written, read and shared without losing a coin."""

import ast
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from kernel.currencies import CURRENCIES, exponent, habitual, step
from kernel.forms import MoneyField
from kernel.money import Money

LANGUAGES = [code for code, _name in settings.LANGUAGES]
ROOT = Path(__file__).resolve().parents[2]
currencies = st.sampled_from(sorted(CURRENCIES))
languages = st.sampled_from(LANGUAGES)


def plain(text):
    return text.replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("currency", "decimals"),
    [("JPY", 0), ("EUR", 2), ("KWD", 3), ("TND", 3), ("HUF", 2), ("ALL", 2), ("RSD", 2)],
)
def test_decimals_are_those_of_iso_4217(currency, decimals):
    assert exponent(currency) == decimals


@given(st.integers(0, 10**12), currencies, languages)
def test_what_is_written_for_a_reader_is_read_back_as_the_same(amount, currency, language):
    written = Money(amount, currency).format(language)

    assert MoneyField(currency=currency).clean(written) == amount


@given(st.integers(0, 10**12), currencies)
def test_what_a_form_shows_is_read_back_as_the_same(amount, currency):
    field = MoneyField(currency=currency)

    assert field.clean(field.prepare_value(amount)) == amount


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_currencies_look_alike(language):
    written = {plain(Money(0, one).format(language)).strip("0.,") for one in CURRENCIES}

    assert len(written) == len(CURRENCIES)
    assert not any(one.strip() == "$" for one in written)


@pytest.mark.parametrize(
    ("amount", "currency", "language", "written"),
    [
        (4800, "EUR", "fr", "48,00 €"),
        (4800, "JPY", "en", "JP¥4,800"),
        (4800, "KWD", "en", "KWD 4.800"),
        (4800, "KWD", "pt", "4,800 KWD"),
        (4800, "USD", "en", "US$48.00"),
        (4800, "ALL", "es", "48,00 ALL"),
    ],
)
def test_money_looks_as_readers_know_it(amount, currency, language, written):
    assert plain(Money(amount, currency).format(language)) == written


@pytest.mark.parametrize(
    ("amount", "currency", "price"),
    [
        ("27.34", "USD", "27.5"),
        ("52.30", "EUR", "52"),
        ("4823", "JPY", "4800"),
        ("412", "JPY", "410"),
        ("19874", "HUF", "20000"),
        ("0.11", "EUR", "0.5"),
        ("0", "EUR", "0"),
    ],
)
def test_a_proposal_looks_like_a_price(amount, currency, price):
    assert habitual(Decimal(amount), currency) == Decimal(price)


@given(st.decimals("0.01", 10**7, places=3), currencies)
def test_a_proposal_is_a_price_that_cards_can_pay(amount, currency):
    proposed = habitual(amount, currency).scaleb(exponent(currency))

    assert proposed == proposed.to_integral_value() > 0
    assert int(proposed) % step(currency) == 0


def test_a_price_that_no_card_could_pay_is_refused():
    with pytest.raises(Exception, match="steps of"):
        MoneyField(currency="KWD", is_price=True).clean("4.805")
    assert MoneyField(currency="KWD", is_price=True).clean("4.800") == 4800


MONEY = [
    "platform/kernel/money.py",
    "platform/kernel/currencies.py",
    "tenant_apps/ticketing/sales/services",
    "tenant_apps/ticketing/payments",
    "tenant_apps/ticketing/inventory/services",
    "tenant_apps/ticketing/orders",
    # What billing asks for; its figures are shares, and some of its words are seconds.
    "billing/backstage.py",
    "billing/collectors",
    "billing/documents",
    "billing/models",
    "billing/owner",
    "billing/reckoning.py",
    "billing/services/adjusting.py",
    "billing/services/collecting.py",
    "billing/services/coupons.py",
    "billing/services/payouts.py",
    "billing/services/usage.py",
    "billing/sheets.py",
    "billing/wording.py",
]


@pytest.mark.parametrize("where", MONEY)
def test_no_float_counts_money(where):
    place = ROOT / where
    files = [place] if place.suffix else sorted(place.rglob("*.py"))
    timed = {"sheets.py"} if where.startswith("tenant_apps") else set()  # seconds, not money
    for file in files:
        if file.name in timed:
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            is_float = isinstance(node, ast.Constant) and type(node.value) is float
            calls_float = isinstance(node, ast.Name) and node.id == "float"
            assert not (is_float or calls_float), f"{file}:{node.lineno}"
