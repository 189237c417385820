"""A sum by hand stands on the next invoice with words, and in our history with a reason."""

import pytest

from billing.models import Account, Adjustment
from billing.services import adjusting
from kernel.actor import Actor
from shared_apps.tenants.services.features import ReasonMissing

STAFF = Actor("staff", "ana@marquee.example")


@pytest.fixture
def account(red):
    return Account.objects.create(tenant=red, currency="GBP", zone="Europe/London", language="en")


def adjust(account, **said):
    words = {"amount": -500, "text": "For the outage of 3 May", "reason": "Case 17"}
    return adjusting.adjust(account=account, by=STAFF, **{**words, **said})


def test_a_credit_is_kept_in_the_accounts_currency_with_who_and_why(account):
    made = adjust(account)
    assert (made.amount, made.currency, made.text) == (-500, "GBP", "For the outage of 3 May")
    assert (made.by, made.reason) == ("staff:ana@marquee.example", "Case 17")


def test_another_currency_is_said_and_never_reckoned(account):
    assert adjust(account, amount=900, currency="EUR").currency == "EUR"


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"amount": 0}, adjusting.NothingToAdjust),
        ({"amount": 100_000_001}, adjusting.NothingToAdjust),
        ({"text": "  "}, adjusting.WordsMissing),
        ({"reason": " "}, ReasonMissing),
    ],
)
def test_what_lacks_a_sum_words_or_a_reason_is_refused(account, said, refusal):
    with pytest.raises(refusal):
        adjust(account, **said)
    assert not Adjustment.objects.exists()
