"""Legal texts: never blank, honest about what is missing, kept in versions that orders name."""

import pytest

from kernel.facts.models import Record
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.sales.errors import TermsHaveChanged
from tenant_apps.ticketing.sales.services import checkout
from tests import make
from themes.current import forget, look
from themes.errors import NothingToPublish
from themes.models import LegalText
from themes.services import legal

DESK = "/backstage/settings/brand/legal"
BUYER = {"name": "Ana", "email": "ana@example.org", "terms": "on", "number": "4242424242424242"}


@pytest.fixture(autouse=True)
def a_look_of_its_own(red):
    yield
    forget("red")


@pytest.fixture
def manager(red, client_for):
    return client_for(red, "manager")


def body(answer):
    return answer.content.decode()


def with_tickets(client):
    """Hold a place, so that the checkout can be asked for."""
    event = make.event()
    places = {"session": make.session_of(event).pk, f"qty_{make.type_of(event).pk}": 1}
    client.post("/cart/add", places)
    return client


@pytest.mark.parametrize("kind", LegalText.Kind.values)
def test_a_new_shop_is_not_blank_and_says_what_is_missing(red, client_for, kind):
    html = body(client_for(red).get(f"/legal/{kind}"))
    assert "has not completed this text yet" in html
    assert "[" in html.split("prose")[1]
    assert f'href="/legal/{kind}"' in body(client_for(red).get("/"))


def test_there_are_no_other_texts(red, client_for, manager):
    assert client_for(red).get("/legal/poetry").status_code == 404
    assert manager.get(f"{DESK}/poetry").status_code == 404


def test_a_text_is_drafted_published_and_read_in_the_readers_language(red, manager, client_for):
    shop = client_for(red)
    texts = {"body_en": "<h2>Ours</h2><script>x</script>", "body_fr": "<p>Les nôtres</p>"}
    manager.post(f"{DESK}/terms", {**texts, "seen": 0})
    assert "Ours" not in body(shop.get("/legal/terms"))
    assert look().legal == {}
    manager.post(f"{DESK}/terms/publish")
    html = body(shop.get("/legal/terms"))
    assert "<h2>Ours</h2>" in html
    assert "<script>x" not in html
    assert "Version 1" in html
    assert "Les nôtres" in body(shop.get("/legal/terms", headers={"accept-language": "fr"}))
    assert look().legal == {"terms": 1}
    assert Record.objects.filter(name="LegalTextPublished").count() == 1


def test_a_version_is_never_changed(red):
    legal.keep(kind="terms", bodies={"en": "<p>One</p>"}, seen=0)
    legal.publish(kind="terms")
    legal.keep(kind="terms", bodies={"en": "<p>Two</p>"}, seen=0)
    assert legal.publish(kind="terms").number == 2
    assert LegalText.objects.get(kind="terms", number=1).bodies["en"] == "<p>One</p>"
    with pytest.raises(NothingToPublish):
        legal.publish(kind="terms")


def test_two_people_who_write_in_one_text_lose_nothing(red, manager, client_for):
    manager.post(f"{DESK}/terms", {"body_en": "<p>Hers</p>", "seen": 0})
    owner = client_for(red, "owner")
    answer = owner.post(f"{DESK}/terms", {"body_en": "<p>His</p>", "seen": 0})
    html = body(answer)
    assert answer.status_code == 409
    assert "Hers" in html
    assert "His" in html
    assert legal.bodies_now("terms")[0]["en"] == "<p>Hers</p>"
    owner.post(f"{DESK}/terms", {"body_en": "<p>His</p>", "seen": 0, "anyway": 1})
    assert legal.bodies_now("terms")[0]["en"] == "<p>His</p>"


def test_the_checkout_links_the_terms_and_the_order_names_their_version(red, client_for):
    legal.publish(kind="terms")
    shop = with_tickets(client_for(red))
    html = body(shop.get("/checkout"))
    assert 'href="/legal/terms"' in html
    assert 'name="terms_version" value="1"' in html
    shop.post("/checkout", {**BUYER, "terms_version": 1})
    assert Order.objects.get().terms_version == 1


def test_nobody_accepts_terms_that_he_was_not_shown(red, client_for):
    legal.publish(kind="terms")
    shop = with_tickets(client_for(red))
    legal.keep(kind="terms", bodies={"en": "<p>New</p>"}, seen=0)
    legal.publish(kind="terms")
    html = body(shop.post("/checkout", {**BUYER, "terms_version": 1}))
    assert "have changed meanwhile" in html
    assert 'name="terms_version" value="2"' in html
    assert Order.objects.count() == 0
    cart = make.cart_with(make.event())
    buyer = checkout.Buyer(email="a@example.org", name="Ana", language="en", terms_version=1)
    with pytest.raises(TermsHaveChanged):
        checkout.place(cart_id=cart, buyer=buyer)


def test_where_no_terms_are_published_an_order_names_none(red, client_for):
    with_tickets(client_for(red)).post("/checkout", BUYER)
    assert Order.objects.get().terms_version is None


def test_programs_read_the_same_text_and_name_its_version(red, client_for):
    legal.publish(kind="terms")
    told = client_for(red).get("/api/v1/legal/terms").json()
    assert (told["version"], told["language"]) == (1, "en")
    assert "Who sells" in told["html"]
    assert client_for(red).get("/api/v1/look").json()["theme"] == "classic"
    cart = make.cart_with(make.event())
    said = {"email": "a@example.org", "name": "Ana", "terms_version": 1,
            "card": {"number": "4242424242424242"}}  # fmt: skip
    for version, status in ((7, 409), (1, 201)):
        answer = client_for(red).post(
            "/api/v1/orders", {**said, "terms_version": version}, content_type="application/json",
            headers={"x-cart": str(cart), "idempotency-key": f"k{version}"},
        )  # fmt: skip
        assert answer.status_code == status, answer.content
    assert answer.json()["terms_version"] == 1
