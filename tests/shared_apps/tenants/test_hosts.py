"""From host to shop."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel.actor import Actor
from shared_apps.tenants.directory import directory
from shared_apps.tenants.models import Domain, Tenant
from shared_apps.tenants.services import standing
from shared_apps.tenants.services.features import ReasonMissing

STAFF = Actor("staff", "1")


def test_a_request_finds_its_shop_without_a_query(red, client_for):
    client = client_for(red)
    client.get("/nowhere")

    with CaptureQueriesContext(connection) as asked:
        client.get("/nowhere")

    assert [q["sql"] for q in asked] == []


def test_each_host_gets_its_own_shop(red, blue):
    assert directory.by_host("red.localhost").name == "Red Theatre"
    assert directory.by_host("blue.localhost").name == "Blue Festival"
    assert directory.by_host("marquee.localhost").is_public


@pytest.mark.parametrize(
    "host", ["green.localhost", "localhost", "red.localhost.evil.example", "?"]
)
def test_an_unknown_host_learns_nothing(red, client_for, host):
    response = client_for(red).get("/", headers={"host": host})

    assert response.status_code == 404
    assert response.content == b"Not found"
    assert "Set-Cookie" not in response


def test_a_new_domain_is_known_at_once_although_it_was_unknown_before(public):
    assert directory.by_host("tickets.red.example") is None

    red = Tenant.objects.get(schema_name="red")
    Domain.objects.create(tenant=red, domain="tickets.red.example", is_primary=False)
    directory.changed()

    assert directory.by_host("tickets.red.example").schema_name == "red"


def test_a_suspended_shop_is_courteous_and_comes_back(red, blue, client_for):
    client = client_for(red)

    standing.suspend(tenant=red, by=STAFF, reason="unpaid")
    closed = client.get("/")
    other = client_for(blue).get("/nowhere")
    standing.resume(tenant=red, by=STAFF, reason="paid")
    again = client.get("/nowhere")

    assert closed.status_code == 503
    assert "Red Theatre" in closed.text
    assert closed["Retry-After"]
    assert other.status_code == 404
    assert again.status_code == 404


@pytest.mark.parametrize(("address", "language"), [("/e/hamlet", "en"), ("/fr/e/hamlet", "fr")])
def test_a_suspended_shop_speaks_the_language_of_the_address(red, client_for, address, language):
    standing.suspend(tenant=red, by=STAFF, reason="unpaid")

    assert f'<html lang="{language}' in client_for(red).get(address).text


def test_suspending_needs_a_reason(red):
    with pytest.raises(ReasonMissing):
        standing.suspend(tenant=red, by=STAFF, reason="  ")

    red.refresh_from_db()
    assert red.state == "active"


def test_a_tenant_is_not_entered_by_with(red):
    with pytest.raises(TypeError, match="tenant_context"), red:
        pass
