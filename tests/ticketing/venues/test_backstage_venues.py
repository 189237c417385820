"""Venues, backstage."""

import pytest

from tenant_apps.ticketing.venues.models import Venue

TYPED = {
    "name": "Odeon",
    "address": "1 High Street",
    "postcode": "AB1 2CD",
    "city": "London",
    "country": "GB",
    "timezone": "Europe/London",
    "capacity": "900",
    "accessibility": "",
}


@pytest.fixture
def manager(red, client_for):
    return client_for(red, "manager")


def test_a_venue_is_written_down_and_changed(manager):
    assert manager.post("/backstage/venues/new", TYPED).status_code == 302
    venue = Venue.objects.get()
    assert (venue.name, venue.capacity, venue.timezone) == ("Odeon", 900, "Europe/London")
    manager.post(f"/backstage/venues/{venue.pk}", TYPED | {"name": "Odeon Grand", "capacity": ""})
    venue.refresh_from_db()
    assert (venue.name, venue.capacity) == ("Odeon Grand", None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", ""),
        ("capacity", "-1"),
        ("capacity", "many"),
        ("timezone", "Mars/Base"),
        ("country", "XX9"),
        ("capacity", "99999999999999999999"),
        ("name", "x" * 201),
    ],
)
def test_what_does_not_fit_is_said_at_the_field_and_nothing_is_lost(manager, name, value):
    html = manager.post("/backstage/venues/new", TYPED | {name: value}).content.decode()
    assert f'id="id_{name}-error"' in html
    assert "AB1 2CD" in html
    assert Venue.objects.count() == 0


def test_venues_are_found_by_name_or_town(manager):
    manager.post("/backstage/venues/new", TYPED)
    assert "Odeon" in manager.get("/backstage/venues", {"q": "lond"}).content.decode()
    assert "No venue is called that" in manager.get("/backstage/venues?q=zzz").content.decode()


def test_support_reads_and_does_not_write(red, client_for):
    support = client_for(red, "support")
    assert support.get("/backstage/venues").status_code == 200
    assert support.post("/backstage/venues/new", TYPED).status_code == 403
    assert Venue.objects.count() == 0
