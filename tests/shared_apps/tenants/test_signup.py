"""Opening a shop."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tenants.utils import schema_context, tenant_context

from kernel.facts.models import Record
from shared_apps.accounts.models import User
from shared_apps.tenants.directory import directory
from shared_apps.tenants.models import Domain, Ownership, Plan, Tenant
from shared_apps.tenants.services import pool, signup
from shared_apps.tenants.services.signup import BadShop
from shared_apps.tenants.services.subdomains import BadSubdomain, SubdomainTaken, check

SHOP = {
    "organization": "Green Opera",
    "subdomain": "green",
    "currency": "GBP",
    "timezone": "Europe/London",
    "language": "en",
}


@pytest.fixture
def owner(public):
    return User.objects.create_user("owner@green.example", "a long password", name="Olive Green")


@pytest.mark.parametrize("spares", [0, 1])
def test_a_shop_is_open_at_once_without_a_migration(owner, spares, platform_client):
    pool.top_up(spares)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        tenant = signup.open_shop(owner_user=owner, **SHOP)

    assert not [q["sql"] for q in asked if 'INSERT INTO "django_migrations" ("app"' in q["sql"]]
    assert len(asked) <= 40
    assert Domain.objects.get(tenant=tenant).domain == "green.localhost"
    assert Ownership.objects.get(tenant=tenant).user == owner
    assert tenant.plan.currency == "GBP"
    shop = directory.by_host("green.localhost")
    assert (shop.schema_name, shop.name, shop.ticket_fee_basis_points) == (
        "shop_green",
        "Green Opera",
        tenant.plan.ticket_fee_basis_points,
    )
    with tenant_context(shop):
        assert User.objects.get().email == "owner@green.example"
        assert not User.objects.get().has_usable_password()
        assert Record.objects.get().name == "ShopOpened"


@pytest.mark.parametrize(
    "change",
    [
        {"organization": " "},
        {"organization": "x" * 151},
        {"currency": "XXL"},
        {"timezone": "Mars/Olympus"},
        {"language": "tlh"},
    ],
)
def test_a_shop_that_does_not_fit_leaves_nothing(owner, change):
    with pytest.raises(BadShop):
        signup.open_shop(owner_user=owner, **{**SHOP, **change})

    assert not Tenant.objects.filter(subdomain="green").exists()
    assert not Plan.objects.filter(currency="GBP").exists()


@pytest.mark.parametrize("name", ["red", "RED", " red ", "www", "admin", "api", "mail", "signup"])
def test_a_name_that_is_taken_or_kept_is_refused(red, name):
    with schema_context("public"), pytest.raises(SubdomainTaken):
        check(name)


@pytest.mark.parametrize(
    "name",
    [
        "ab", "a" * 41, "a.b", "red.localhost", "-ab", "ab-", "xn--80ak6aa92e", "ab--cd", "123",
        "a_b", "a b", "аdmin", "ﬁsh", "abc\n.d", "abc\x00", "", "..", "a/b", "ab;c",
        "é-claire", "𝓪𝓫𝓬",
    ],
)  # fmt: skip
def test_a_name_that_is_no_host_name_is_refused(public, name):
    with pytest.raises(BadSubdomain) as refusal:
        check(name)

    assert str(refusal.value)


@pytest.mark.parametrize(
    ("name", "used"), [("Opera", "opera"), ("a1-b2-c3", "a1-b2-c3"), ("a" * 40, "a" * 40)]
)
def test_a_good_name_is_used_in_small_letters(public, name, used):
    assert check(name) == used
