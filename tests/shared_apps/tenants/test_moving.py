"""A shop moves to another address, is renamed, closed and opened again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kernel.actor import Actor
from kernel.facts.models import Record
from kernel.tenancy import in_tenant
from shared_apps.accounts.models import User
from shared_apps.tenants.directory import directory
from shared_apps.tenants.models import Domain, Tenant
from shared_apps.tenants.services import addresses, details, signup, standing, subdomains
from shared_apps.tenants.services.features import ReasonMissing

OWNER = Actor("user", "platform-1")


def days_later(days):
    long_ago = timezone.now() - timedelta(days=days)
    Domain.objects.exclude(retired_at=None).update(retired_at=long_ago)
    directory.forget()


def test_from_the_old_address_one_is_sent_on_with_the_path(public, red_tenant, client_for):
    addresses.rename(tenant=red_tenant, subdomain="Scarlet", by=OWNER)

    old = client_for(red_tenant).get("/e/faust?x=1", headers={"host": "red.localhost"})
    assert (old.status_code, old["Location"]) == (301, "http://scarlet.localhost:8000/e/faust?x=1")
    assert "max-age=3600" in old["Cache-Control"]  # names are given again: not for ever
    sent = client_for(red_tenant).post("/cart/add", headers={"host": "red.localhost"})
    assert sent.status_code == 308
    assert client_for(red_tenant).get("/").status_code == 200  # the client's host is the new one
    with in_tenant("red"):
        assert Record.objects.get(name="ShopMoved").body == {
            "before": "red",
            "subdomain": "scarlet",
        }


def test_nobody_else_is_given_the_old_name_for_ninety_days(public, red_tenant):
    addresses.rename(tenant=red_tenant, subdomain="scarlet", by=OWNER)

    days_later(89)
    with pytest.raises(subdomains.SubdomainTaken):
        subdomains.check("red")
    days_later(91)
    assert subdomains.check("red") == "red"


def test_after_that_it_may_be_somebody_elses_with_a_schema_of_its_own(public):
    olive = User.objects.create_user("olive@green.example")
    shop = {
        "owner_user": olive, "organization": "Green", "currency": "EUR",
        "timezone": "Europe/Madrid", "language": "en",
    }  # fmt: skip
    first = signup.open_shop(subdomain="green", **shop)
    addresses.rename(tenant=first, subdomain="emerald", by=OWNER)
    days_later(91)

    second = signup.open_shop(subdomain="green", **shop)

    assert second.schema_name != first.schema_name
    assert directory.by_host("green.localhost").tenant_id == second.pk
    assert directory.by_host("emerald.localhost").tenant_id == first.pk


def test_ones_own_old_name_can_be_taken_back(public, red_tenant):
    addresses.rename(tenant=red_tenant, subdomain="scarlet", by=OWNER)
    addresses.rename(tenant=red_tenant, subdomain="red", by=OWNER)

    assert directory.by_host("red.localhost").host == "red.localhost"
    assert [host for host, _until in addresses.former(red_tenant)] == ["scarlet.localhost"]


def test_names_are_not_hoarded(public, red_tenant):
    for name in ("one-one", "two-two", "three-three"):
        addresses.rename(tenant=red_tenant, subdomain=name, by=OWNER)

    with pytest.raises(addresses.MovesTooOften):
        addresses.rename(tenant=red_tenant, subdomain="four-four", by=OWNER)
    assert Tenant.objects.get(pk=red_tenant.pk).subdomain == "three-three"


@pytest.mark.parametrize("name", ["blue", "admin", "x", "my.shop"])
def test_a_name_that_a_new_shop_could_not_have_is_refused(public, red_tenant, name):
    with pytest.raises((subdomains.SubdomainTaken, subdomains.BadSubdomain)):
        addresses.rename(tenant=red_tenant, subdomain=name, by=OWNER)
    assert directory.by_host("red.localhost").host == "red.localhost"


def test_details_are_seen_at_once_and_their_names_alone_are_on_record(public, red_tenant):
    details.change(
        tenant=red_tenant, by=OWNER, name="Scarlet", legal_name="Scarlet GmbH", language="fr",
        contact_email="office@red.example",
    )  # fmt: skip

    shop = directory.by_schema("red")
    assert (shop.name, shop.legal_name, shop.language) == ("Scarlet", "Scarlet GmbH", "fr")
    with in_tenant("red"):
        body = Record.objects.get(name="ShopDetailsChanged").body
    assert set(body["changed"].split(", ")) == {"name", "legal_name", "language", "contact_email"}
    assert "Scarlet" not in str(body)


def test_what_is_the_same_changes_nothing(public, red_tenant):
    details.change(tenant=red_tenant, by=OWNER, name=red_tenant.name, timezone=red_tenant.timezone)
    with in_tenant("red"):
        assert not Record.objects.filter(name="ShopDetailsChanged").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("name", "x" * 151), ("contact_email", "nobody"), ("timezone", "Mars/Base"),
     ("currency", "XXQ"), ("language", "tlh"), ("address", "a\x00b")],
)  # fmt: skip
def test_details_that_do_not_fit_change_nothing(public, red_tenant, field, value):
    before = getattr(red_tenant, field)
    with pytest.raises(details.BadDetail):
        details.change(tenant=red_tenant, by=OWNER, legal_name="New", **{field: value})
    now = Tenant.objects.get(pk=red_tenant.pk)
    assert (getattr(now, field), now.legal_name) == (before, "")


def test_another_currency_brings_its_own_fee(public, red_tenant):
    changed = details.change(tenant=red_tenant, by=OWNER, currency="GBP")
    assert (changed.plan.offer, changed.plan.currency) == ("standard", "GBP")
    assert directory.by_schema("red").currency == "GBP"


def test_a_closed_shop_is_seen_and_sells_nothing(public, red_tenant, client_for):
    standing.close(tenant=red_tenant, by=OWNER, reason="We retire.")

    assert client_for(red_tenant).get("/").status_code == 200
    assert not directory.by_schema("red").is_selling
    standing.reopen(tenant=red_tenant, by=OWNER)
    assert directory.by_schema("red").is_selling
    with in_tenant("red"):
        assert list(Record.objects.values_list("name", flat=True)[:2]) == [
            "ShopReopened", "ShopClosed",
        ]  # fmt: skip


def test_after_thirty_days_it_is_opened_again_by_us_only(public, red_tenant):
    standing.close(tenant=red_tenant, by=OWNER, reason="We retire.")
    Tenant.objects.update(closed_at=timezone.now() - timedelta(days=31))

    with pytest.raises(standing.TooLateToReopen):
        standing.reopen(tenant=red_tenant, by=OWNER)
    standing.resume(tenant=red_tenant, by=Actor("staff", "1"), reason="They wrote to us.")
    assert directory.by_schema("red").is_selling


def test_what_we_have_shut_its_owner_cannot_open(public, red_tenant):
    standing.suspend(tenant=red_tenant, by=Actor("staff", "1"), reason="Fraud.")
    with pytest.raises(standing.ShopIsShut):
        standing.reopen(tenant=red_tenant, by=OWNER)
    with pytest.raises(standing.ShopIsShut):
        standing.close(tenant=red_tenant, by=OWNER, reason="Then so.")
    with pytest.raises(ReasonMissing):
        standing.close(tenant=red_tenant, by=OWNER, reason=" ")
    assert directory.by_schema("red").state == "suspended"


def test_who_asks_at_the_moment_when_it_is_shut_does_not_open_it(public, red_tenant, monkeypatch):
    standing.suspend(tenant=red_tenant, by=Actor("staff", "1"), reason="Fraud.")
    monkeypatch.setattr(standing, "_state", lambda tenant: "active")  # as it was a moment ago

    standing.close(tenant=red_tenant, by=OWNER, reason="Quick.")
    standing.reopen(tenant=red_tenant, by=OWNER)

    assert directory.by_schema("red").state == "suspended"
