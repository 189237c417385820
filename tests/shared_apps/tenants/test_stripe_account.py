"""An organizer's Stripe account, from the first click to the first sale, and to the last."""

import pytest
from django.conf import settings as conf
from django_tenants.utils import schema_context

from kernel.facts.models import Record
from kernel.stripe import StripeRefused, StripeUnreachable
from kernel.tenancy import PUBLIC, in_tenant
from shared_apps.tenants.directory import directory
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.services import stripe_account

BACK = {
    "return_url": "https://marquee.example/back",
    "refresh_url": "https://marquee.example/again",
}


def made(shop):
    return stripe_account.create(tenant=shop, email="money@red.example")


def now(shop):
    with in_tenant(shop.schema_name) as seen:
        names = list(
            Record.objects.filter(name__startswith="StripeC").values_list("name", flat=True)
        )
    return seen.gateway, seen.stripe_account, names


@pytest.fixture
def post(stripe, platform_client, run_deliveries):
    """Bring all that Stripe has to say to our door, oldest first, and let the workers work."""

    def bring():
        for event in stripe.events():
            letter = stripe.letter(event)
            answer = platform_client().post(
                "/hooks/stripe",
                data=letter.body,
                content_type="application/json",
                headers={"Stripe-Signature": letter.signature, "Host": conf.PLATFORM_HOST},
            )
            assert answer.status_code == 204
        run_deliveries()

    return bring


def test_a_new_account_says_whose_it_is_and_who_pays(public, red, stripe):
    account = made(red)
    kept = stripe.world.find("", "account", account)
    assert now(red) == ("sandbox", account, [])
    assert kept["email"] == "money@red.example"
    assert kept["country"] == "FR"
    assert kept["metadata"] == {"schema": "red"}
    assert kept["business_profile"]["name"] == "Red Theatre"
    assert kept["controller"]["fees"] == {"payer": "account"}
    assert kept["controller"]["stripe_dashboard"] == {"type": "full"}


def test_a_shop_gets_one_account_however_often_it_asks(red, stripe):
    stripe.lose_answers(1)
    first = made(red)
    assert made(red) == first
    with schema_context(PUBLIC):
        assert made(Tenant.objects.get(pk=red.pk)) == first
    assert len(list(stripe.world.every("", "account"))) == 1


def test_an_account_that_cannot_be_made_leaves_the_shop_as_it_was(red, stripe):
    stripe.outage(3)
    with pytest.raises(StripeUnreachable):
        made(red)
    stripe.key = "sk_test_of_somebody_else"
    with pytest.raises(StripeRefused):
        made(red)
    assert now(red) == ("sandbox", "", [])


def test_the_organizer_is_sent_to_stripe(red, stripe):
    account = made(red)
    url = stripe_account.link(tenant=red, **BACK)
    assert url.startswith(f"https://connect.stripe.com/setup/s/{account}/")


def test_a_shop_without_an_account_is_sent_nowhere(red, stripe):
    with pytest.raises(stripe_account.NoStripeAccount):
        stripe_account.link(tenant=red, **BACK)


def test_the_shop_takes_money_through_stripe_once_stripe_allows_it(red, blue, stripe, post):
    account = made(red)
    assert stripe_account.refresh(account=account) is False
    assert now(red) == ("sandbox", account, [])
    stripe.onboard(account)
    post()
    assert now(red) == ("stripe", account, ["StripeConnected"])
    assert now(blue) == ("sandbox", "", [])
    post()
    assert now(red) == ("stripe", account, ["StripeConnected"])


def test_news_of_an_account_that_is_not_ready_changes_nothing(red, stripe, post):
    account = made(red)
    stripe.onboard(account, enabled=False)
    post()
    assert now(red) == ("sandbox", account, [])


def test_old_news_is_harmless_since_the_account_is_read_at_stripe(red, stripe, post):
    account = made(red)
    stripe.onboard(account)
    stripe.onboard(account, enabled=False)
    post()
    assert now(red) == ("sandbox", account, [])


def test_an_account_that_stripe_closes_never_falls_back_to_test_payments(red, stripe, post):
    account = made(red)
    stripe.onboard(account)
    post()
    stripe.onboard(account, enabled=False)
    post()
    assert now(red)[0] == "stripe"


def test_an_organizer_who_leaves_takes_no_money_until_he_connects_again(red, stripe, post):
    account = made(red)
    stripe.onboard(account)
    post()
    stripe.leave(account)
    post()
    assert now(red)[:2] == ("stripe", "")
    assert stripe_account.refresh(account=account) is False
    with schema_context(PUBLIC):
        again = made(Tenant.objects.get(pk=red.pk))
    assert again != account
    assert now(red)[:2] == ("stripe", again)


def test_what_stripe_said_before_we_knew_the_account_is_heard(red, stripe, post):
    account = made(red)
    with schema_context(PUBLIC):
        Tenant.objects.filter(pk=red.pk).update(stripe_account="")
        directory.changed()
        red.refresh_from_db()
    stripe.onboard(account)
    post()
    assert now(red)[0] == "sandbox"
    assert made(red) == account
    post()
    assert now(red)[:2] == ("stripe", account)
