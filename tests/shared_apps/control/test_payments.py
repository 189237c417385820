"""An owner connects his shop with Stripe; nobody else touches where the money goes."""

import pytest
from django.utils import timezone

from kernel.tenancy import in_tenant
from shared_apps.accounts.models import User
from shared_apps.tenants.models import Ownership
from tenant_apps.office.team.models import Member

ADDRESS = "/shops/red/payments"


@pytest.fixture
def browser(owner, platform_client):
    return platform_client(owner)


def test_a_new_shop_is_in_test_mode_and_may_connect(browser, stripe):
    text = browser.get(ADDRESS).content.decode()
    assert "Test mode" in text
    assert "Connect with Stripe" in text


def test_the_owner_is_led_to_stripe_and_comes_back_connected(browser, red_tenant, stripe):
    answer = browser.post(f"{ADDRESS}/connect")
    assert answer.status_code == 302
    assert answer["location"].startswith("https://connect.stripe.com/setup/")
    assert "Almost there" in browser.get(f"{ADDRESS}?back=1").content.decode()
    red_tenant.refresh_from_db()
    stripe.onboard(red_tenant.stripe_account)
    assert "Connected" in browser.get(f"{ADDRESS}?back=1").content.decode()
    red_tenant.refresh_from_db()
    assert red_tenant.gateway == "stripe"


def test_without_a_key_nothing_is_promised(browser, settings):
    settings.STRIPE_SECRET_KEY = ""
    text = browser.get(ADDRESS).content.decode()
    assert "no Stripe key" in text
    assert "Connect with Stripe" not in text


@pytest.mark.parametrize("role", [None, "manager", "finance"])
def test_only_an_owner_decides_where_the_money_goes(
    public, red_tenant, platform_client, stripe, role
):
    user = User.objects.create_user("someone@else.example", "a long password")
    if role:
        Ownership.objects.create(tenant=red_tenant, user=user, role=role)
    browser = platform_client(user)
    assert browser.get(ADDRESS).status_code == 404
    assert browser.post(f"{ADDRESS}/connect").status_code == 404
    red_tenant.refresh_from_db()
    assert red_tenant.stripe_account == ""
    assert list(stripe.world.every("", "account")) == []


def test_a_stranger_is_asked_to_sign_in(public, platform_client):
    answer = platform_client().get(ADDRESS)
    assert answer.status_code == 302
    assert answer["location"].startswith("/signin")


def test_a_founder_who_was_removed_from_the_team_decides_nothing(browser, owner, stripe):
    with in_tenant("red"):
        Member.objects.filter(user__email=owner.email).update(removed_at=timezone.now())
    assert browser.get(ADDRESS).status_code == 404
    assert browser.post(f"{ADDRESS}/connect").status_code == 404
    assert list(stripe.world.every("", "account")) == []
