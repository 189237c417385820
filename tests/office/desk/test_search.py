"""Search: what one may see is found, nothing else, at the same cost however much there is."""

import pytest
from django.urls import reverse

from tenant_apps.ticketing.venues.models import Venue
from tests import make
from tests.questions import asked


def found(client, q):
    return client.get("/backstage/search", {"q": q}).content.decode()


@pytest.fixture
def order(red):
    return make.paid_order(
        make.event(name="Jazz in the park"), 2, email="ana@example.org", name="Ana López"
    )


def test_an_owner_finds_what_there_is_by_the_word_one_has(red, client_for, order):
    owner = client_for(red, "owner")
    Venue.objects.create(name="Great Hall", city="Lyon", timezone="Europe/Paris")
    there = f"/backstage/orders/{order.reference}"
    for q in (order.reference, order.reference.lower(), "ana@ex", "lóp"):
        assert there in found(owner, q), q
    assert f"/backstage/customers/{order.customer_id}" in found(owner, "ana")
    assert f"/backstage/events/{order.lines.get().session.event_id}" in found(owner, "park ja")
    ticket = order.tickets.first()
    assert ticket.number in found(owner, ticket.number)
    assert ticket.number in found(owner, str(ticket.pk))
    assert "Great Hall" in found(owner, "lyon")
    assert "owner@red.example" in found(owner, "owner@")
    assert reverse("backstage:brand", urlconf="config.urls_tenant") in found(owner, "logo")
    assert "New event" in found(owner, "new")
    assert "Nothing found" in found(owner, "zzzz")


@pytest.mark.parametrize(
    ("role", "sees_order", "sees_customer"),
    [
        ("owner", True, True),
        ("support", True, True),
        ("finance", True, False),
        ("scanner", False, False),
    ],
)
def test_nobody_finds_what_he_may_not_see(red, client_for, order, role, sees_order, sees_customer):
    client = client_for(red, role)
    for q in ("ana", "ana@example.org", order.reference, order.tickets.first().number):
        html = found(client, q)
        assert (f"/backstage/orders/{order.reference}" in html) <= sees_order
        assert (f"/backstage/customers/{order.customer_id}" in html) <= sees_customer
        if role == "scanner":
            assert "López" not in html
            assert "ana@example.org" not in html.replace(f'value="{q}"', "")
    assert "/backstage/settings/team" not in found(client, "team") or role == "owner"


def test_reds_orders_are_not_found_in_blue(red, blue, client_for, order):
    owner = client_for(blue, "owner")
    for q in (order.reference, "ana@example.org", "jazz", "ana"):
        assert "Nothing found" in found(owner, q)


def test_it_asks_as_many_questions_for_much_as_for_little(red, client_for, order):
    owner = client_for(red, "owner")
    for_one = asked(owner, "/backstage/search?q=ana")
    event = make.event(name="Ana sings", capacity=500)
    for number in range(12):
        make.paid_order(event, 1, email=f"ana{number}@example.org", name=f"Ana {number}")
    assert asked(owner, "/backstage/search?q=ana") == for_one
    assert for_one <= 12


@pytest.mark.parametrize(
    "q", ["", " ", "%", "'", "&|!", "a" * 5000, "(", "\\", "-1", "9" * 40, "K-9"]
)
def test_nonsense_is_no_error(red, client_for, order, q):
    assert client_for(red, "owner").get("/backstage/search", {"q": q}).status_code == 200


def test_the_palette_gets_options_and_no_page(red, client_for, order):
    headers = {"HX-Request": "true", "HX-Target": "#palette-list"}
    html = client_for(red, "owner").get("/backstage/search?q=ana", headers=headers).content.decode()
    assert 'role="option"' in html
    assert "<html" not in html


def test_a_stranger_finds_nothing(red, client_for):
    assert client_for(red).get("/backstage/search?q=ana").status_code == 302
