"""A coupon is used once by each account, within its days, and no oftener than was meant."""

from datetime import UTC, date, datetime

import pytest

from billing.models import Account, Redemption
from billing.services import coupons
from kernel.actor import Actor

STAFF = Actor("staff", "ana@marquee.example")
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def account(red):
    return opened(red)


def opened(tenant, zone="Europe/Paris"):
    return Account.objects.create(tenant=tenant, currency="EUR", zone=zone, language="en")


def made(code="AUTUMN", **terms):
    return coupons.make(code=code, by=STAFF, **{"percent": 50, "months": 3, **terms})


def redeem(account, code="AUTUMN", now=NOW):
    return coupons.redeem(account=account, code=code, by=STAFF, now=now)


def test_a_coupon_counts_from_the_month_in_which_it_is_used(account):
    coupon = made(codes=["wallet", "checkin", "wallet"])
    used = redeem(account)
    assert (used.coupon, used.account, used.first) == (coupon, account, date(2026, 11, 1))
    assert (used.by, coupon.codes) == ("staff:ana@marquee.example", ["checkin", "wallet"])


def test_the_month_is_that_of_the_accounts_own_clock(red):
    tokyo = opened(red, "Asia/Tokyo")
    made()
    assert redeem(tokyo, now=datetime(2026, 11, 30, 15, tzinfo=UTC)).first == date(2026, 12, 1)


def test_a_code_is_understood_however_it_is_typed(account):
    made(" spring 26 ")
    assert redeem(account, " Spring26 ").coupon.code == "SPRING26"


def test_an_account_uses_a_coupon_once(account):
    made()
    redeem(account)
    with pytest.raises(coupons.CouponUsed):
        redeem(account)
    assert Redemption.objects.count() == 1


def test_no_more_accounts_have_it_than_were_meant(account, blue):
    made(most=1)
    redeem(account)
    with pytest.raises(coupons.CouponUsedUp):
        redeem(opened(blue))
    assert Redemption.objects.count() == 1


def test_its_last_day_counts_on_the_accounts_own_clock(account, blue):
    made(good_until=date(2026, 11, 21))
    redeem(account, now=datetime(2026, 11, 21, 22, 59, tzinfo=UTC))
    with pytest.raises(coupons.CouponOver):
        redeem(opened(blue), now=datetime(2026, 11, 21, 23, 0, tzinfo=UTC))


def test_what_was_ended_nobody_uses_any_more_and_who_has_it_keeps_it(account, blue):
    coupon = made()
    redeem(account)
    ended = coupons.end(coupon=coupon, now=NOW).ended_at
    assert coupons.end(coupon=coupon).ended_at == ended  # twice is once
    with pytest.raises(coupons.CouponOver):
        redeem(opened(blue))
    assert coupon.redemptions.count() == 1


def test_a_code_nobody_made_is_unknown(account):
    with pytest.raises(coupons.CouponUnknown):
        redeem(account, "NOTHING")


def test_a_code_is_made_once_whatever_its_capitals(public):
    made()
    with pytest.raises(coupons.CouponTaken):
        made("autumn")


@pytest.mark.parametrize("code", ["", "AB", "-AB", "AU_TUMN", "A" * 41, "ÄPFEL"])
def test_a_code_can_be_read_to_somebody(public, code):
    with pytest.raises(coupons.CouponCode):
        made(code)


@pytest.mark.parametrize(
    "terms", [{"percent": 0}, {"percent": 101}, {"months": 0}, {"months": 37}, {"most": 0}]
)
def test_no_coupon_has_terms_that_make_no_sense(public, terms):
    with pytest.raises(coupons.CouponTerms):
        made(**terms)
