"""Every page of a purchase, drawn by the real views, in both houses."""

import re

import pytest

from kernel.tenancy import in_tenant
from tests import make
from themes.services import save_brand

# Data for search engines (JSON-LD) is no script: no browser runs it.
INLINE = re.compile(r"<script(?![^>]*\b(src=|type=.application/ld))|<style|\sstyle=|\son[a-z]+=")


def drawn(answer, status=200) -> str:
    html = answer.content.decode()
    assert answer.status_code == status, html[:400]
    assert not INLINE.search(html)
    assert html.count("<h1") == 1
    return html


@pytest.fixture(params=["classic", "neon"])
def house(request, red):
    save_brand(theme=request.param, tagline="Since 1899")
    return request.param


def buy(client, event) -> str:
    """Hold two places and give the address that comes next."""
    kind, session = make.type_of(event), make.session_of(event)
    answer = client.post("/cart/add", {"session": session.pk, f"qty_{kind.pk}": 2})
    assert answer.status_code == 302
    return answer["Location"]


def test_what_is_on_shows_posters_dates_and_nothing(house, red, client_for):
    client = client_for(red)
    assert "empty" in drawn(client.get("/"))
    make.event(name="Summer Night")
    html = drawn(client.get("/"))
    assert f"theme-{house}" in html
    assert "poster-scheme-" in html
    assert "€25.00" in html.replace("\xa0", "")
    assert "programme-row" in drawn(client.get("/?view=dates"))
    assert "Nothing found" in drawn(client.get("/?q=zzz"))


def test_the_event_page_offers_what_can_be_bought(house, red, client_for):
    event = make.event(name="Summer Night")
    make.session(event)
    html = drawn(client_for(red).get(f"/e/{event.slug}"))
    assert f'name="qty_{make.type_of(event).pk}"' in html
    assert 'class="week"' in html
    assert "csrfmiddlewaretoken" not in html.split('id="buy"')[1].split("</section>")[0]


def test_the_buy_box_alone_is_what_htmx_is_given(house, red, client_for):
    event = make.event()
    headers = {"HX-Request": "true", "HX-Target": "aside#event-buy"}
    html = client_for(red).get(f"/e/{event.slug}", headers=headers).content.decode()
    assert html.lstrip().startswith("<section")
    assert "<html" not in html


def test_a_sold_out_event_says_so_in_place(house, red, client_for):
    event = make.event(capacity=2)
    buy(client_for(red), event)
    html = drawn(client_for(red).get(f"/e/{event.slug}"))
    assert "Sold out" in html
    assert 'name="qty_' not in html


def test_a_purchase_from_cart_to_tickets(house, red, client_for):
    client = client_for(red)
    event = make.event(name="Summer Night")
    checkout = buy(client, event)
    assert "count-down" in drawn(client.get("/cart"))
    html = drawn(client.get(checkout))
    assert "TEST" in html
    assert "Pay €50.00" in html.replace("\xa0", "")
    again = drawn(client.post(checkout, {"email": "no"}))
    assert 'aria-invalid="true"' in again
    buyer = {"name": "عبد الرحمن", "email": "a@example.org", "terms": "on"}
    answer = client.post(checkout, {**buyer, "number": "4000000000000002"})
    assert "declined" in drawn(client.get(answer["Location"]))
    answer = client.post(answer["Location"], {"number": "4000000000003220"})
    assert "Is it really you?" in drawn(client.get(answer["Location"]))
    answer = client.post(answer["Location"], {"answer": "yes"})
    html = drawn(client.get(answer["Location"]))
    assert html.count('class="ticket"') == 2
    assert "عبد الرحمن" in html
    assert len(re.findall(r"/\d+\.svg", html)) == 2
    assert "tickets.pdf" in html
    assert "calendar.ics" in html


def test_money_on_its_way_is_awaited(house, red, client_for):
    client = client_for(red)
    checkout = buy(client, make.event())
    buyer = {"name": "Ann", "email": "a@example.org", "terms": "on"}
    answer = client.post(checkout, {**buyer, "number": "4000000000000077"})
    html = drawn(client.get(answer["Location"]))
    assert 'hx-trigger="every 3s"' in html
    headers = {"HX-Request": "true", "HX-Target": "div#order"}
    part = client.get(answer["Location"], headers=headers).content.decode()
    assert "<html" not in part
    assert "still thinking" in part


def test_pages_of_refusal_and_of_nothing(house, red, client_for):
    client = client_for(red)
    event = make.event(capacity=2)
    buy(client, event)
    kind, session = make.type_of(event), make.session_of(event)
    late = client_for(red).post("/cart/add", {"session": session.pk, f"qty_{kind.pk}": 1})
    assert "quicker" in drawn(late, status=409)
    assert "nothing at this address" in drawn(client.get("/e/no-such-event"), status=404)
    assert "Find my tickets" in drawn(client.get("/orders/find"))
    assert "Sign in" in drawn(client.get("/signin"))


def test_a_look_of_red_is_not_worn_by_blue(house, red, blue, client_for):
    with in_tenant("blue"):
        make.event(name="Blue Night")
    html = drawn(client_for(blue).get("/"))
    assert "theme-classic" in html
    assert "Since 1899" not in html
