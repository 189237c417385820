"""A shop's own settings on the platform: for its owner, and for nobody else."""

import pytest

from kernel.actor import Actor
from kernel.errors import Refusal
from kernel.tenancy import in_tenant
from shared_apps.accounts.models import User
from shared_apps.tenants.directory import directory
from shared_apps.tenants.models import Ownership, Tenant
from shared_apps.tenants.services import standing
from tenant_apps.office.team.models import Member
from tests import make

STAFF = Actor("staff", "1", "Test staff")
PAGES = ("/shops/red", "/shops/red/address", "/shops/red/closing")
DETAILS = {
    "name": "Scarlet Theatre", "legal_name": "Scarlet GmbH", "address": "1 Red Lane\nLondon",
    "contact_email": "office@red.example", "language": "fr", "timezone": "Europe/London",
    "currency": "GBP",
}  # fmt: skip


@pytest.fixture
def mine(owner, platform_client):
    return platform_client(owner)


def test_an_owner_changes_what_the_shop_is_called_and_who_answers_for_it(mine):
    assert mine.post("/shops/red", DETAILS).status_code == 302

    shop = directory.by_schema("red")
    told = {name: getattr(shop, name) for name in DETAILS}
    assert told == DETAILS
    assert "Scarlet Theatre" in mine.get("/shops").text


def test_what_does_not_fit_is_said_beside_the_field_and_changes_nothing(mine):
    page = mine.post("/shops/red", DETAILS | {"contact_email": "nobody"})
    assert page.status_code == 422
    assert 'value="Scarlet Theatre"' in page.text
    assert directory.by_schema("red").name == "Red Theatre"


@pytest.mark.parametrize("path", PAGES)
def test_nobody_else_sees_or_changes_them(mine, platform_client, public, path):
    stranger = User.objects.create_user("stranger@blue.example")
    assert platform_client(stranger).get(path).status_code == 404
    assert platform_client(stranger).post(path, DETAILS).status_code == 404
    assert platform_client().get(path).status_code == 302


@pytest.mark.parametrize("path", PAGES)
def test_who_is_no_owner_any_more_is_out(owner, mine, path):
    with in_tenant("red"):
        Member.objects.filter(user__email=owner.email).update(role="manager")
    assert mine.get(path).status_code == 404

    Ownership.objects.update(role="manager")
    assert mine.get(path).status_code == 404


def test_another_address_is_taken_and_the_old_one_is_named(mine):
    taken = mine.post("/shops/red/address", {"subdomain": "blue"})
    assert taken.status_code == 422

    moved = mine.post("/shops/red/address", {"subdomain": "scarlet"})
    assert moved["Location"] == "/shops/scarlet"
    assert "red.localhost" in mine.get("/shops/scarlet/address").text
    assert mine.get("/shops/red").status_code == 404


def test_closing_says_who_still_holds_tickets_and_strands_nobody(mine, client_for, red_tenant):
    with in_tenant("red"):
        order = make.paid_order(number=2)
        event = order.lines.first().session.event

    assert (
        "2 tickets are sold for days that are still to come" in mine.get("/shops/red/closing").text
    )
    assert mine.post("/shops/red/closing", {"reason": ""}).status_code == 422
    mine.post("/shops/red/closing", {"reason": "We retire."})

    assert Tenant.objects.get(subdomain="red").state == "closing"
    assert client_for(red_tenant).get("/").status_code == 200
    with in_tenant("red"), pytest.raises(Refusal) as refused:
        make.cart_with(event)
    assert "sells nothing any more" in str(refused.value)
    assert client_for(red_tenant, "owner").get("/backstage/orders").status_code == 200

    mine.post("/shops/red/reopening")
    assert directory.by_schema("red").is_selling


def test_staff_comes_backstage_in_a_shop_that_is_shut_and_nobody_else_does(
    console, mine, client_for, red_tenant
):
    way_of_owner = mine.post("/shops/red/enter")["Location"]
    standing.suspend(tenant=red_tenant, by=STAFF, reason="Fraud.")

    staff = client_for(red_tenant)
    way_in = console.post("/control/tenants/red/visit", {"reason": "Ticket 4711"})["Location"]
    staff.get(way_in)
    home = staff.get("/backstage/")
    assert home.status_code == 200
    assert "This shop is closed: nobody but you can see it." in home.text

    owner = client_for(red_tenant)
    owner.get(way_of_owner)
    assert owner.get("/backstage/").status_code == 503
    assert client_for(red_tenant).get("/backstage/").status_code == 503
    assert staff.get("/").status_code == 503
