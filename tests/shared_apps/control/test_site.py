"""The website: prices, add-ons, what stands in writing, and what programs read of it."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.catalogue import catalogue
from kernel.money import Money
from shared_apps.control import calculator, offers
from shared_apps.control.pages.site import LEGAL, PATHS

PAGES = [*PATHS, *(f"/legal/{kind}" for kind in LEGAL)]


def euros(amount):
    return Money(amount, "EUR")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_a_title_a_description_and_no_script_of_its_own(visitor, path):
    page = visitor.get(path)

    assert page.status_code == 200
    assert len(re.findall("<h1", page.text)) == 1
    assert 'name="description"' in page.text
    assert 'rel="canonical"' in page.text
    assert "style=" not in page.text
    inline = re.findall(r"<script(?![^>]*src=)([^>]*)>", page.text)
    assert set(inline) <= {' type="application/ld+json"'}


def test_programs_read_what_it_is_and_where_its_pages_are(visitor):
    page = visitor.get("/").text
    said = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert [one["@type"] for one in said["@graph"]] == ["Organization", "SoftwareApplication"]
    assert [one["price"] for one in said["@graph"][1]["offers"]] == ["0", "49"]

    sitemap = visitor.get("/sitemap.xml")
    assert sitemap["Content-Type"].startswith("application/xml")
    for path in PAGES:
        assert f"<loc>http://marquee.localhost:8000{path}</loc>" in sitemap.text
    robots = visitor.get("/robots.txt").text
    assert "Disallow: /control/" in robots
    assert "Sitemap: http://marquee.localhost:8000/sitemap.xml" in robots


def test_what_is_missing_in_the_imprint_is_marked_and_what_is_there_is_shown(visitor, settings):
    assert "[company name: to be filled in by the operator]" in visitor.get("/legal/imprint").text

    settings.OPERATOR = dict.fromkeys(settings.OPERATOR, "x") | {"name": "Footlight SL"}
    page = visitor.get("/legal/imprint").text
    assert "Footlight SL" in page
    assert "to be filled in" not in page


def test_there_is_no_legal_page_of_another_name(visitor):
    assert visitor.get("/legal/../settings").status_code == 404
    assert visitor.get("/legal/frame").status_code == 404


def test_each_add_on_of_the_catalogue_is_described_and_those_not_built_say_so(visitor):
    page = visitor.get("/add-ons").text
    for one in catalogue().addons:
        assert f'id="{one.code}"' in page
        assert offers.does(one.code)[1]
        assert one.monthly.format() in page
    assert page.count("is-coming") == sum(not one.is_built for one in catalogue().addons)


def test_the_most_that_a_month_costs_is_said_as_on_the_pages_of_the_bill(visitor):
    page = visitor.get("/add-ons").text
    assert "never more than €100.00 a month" in page
    assert "any number of scans" not in page


def test_the_calculator_adds_up_as_the_catalogue_says(visitor):
    page = visitor.get("/prices?tickets=100&price=24&addons=checkin&addons=waitlist&addons=no").text

    # 100 × (2.5 % of 24.00 + 0.30), 15.00 + 100 × 0.01, 10.00
    for amount in ("€90.00", "€16.00", "€10.00", "€116.00", "€1.16"):
        assert amount in page
    assert "3 % of each resale, on top" in page
    # 49.00 + 100 × (1.5 % of 24.00 + 0.30), and the same add-ons
    assert "Your month with Standard" in page
    assert "With Plus the same month would cost €141.00: €25.00 more." in page
    assert "Plus is the cheaper one from 205 tickets a month." in page


def test_the_cheaper_plan_is_named(visitor):
    page = visitor.get("/prices?tickets=800&price=24").text
    assert "Your month with Plus" in page
    assert "With Standard the same month would cost €720.00: €143.00 more." in page


def test_prices_are_read_in_the_currency_that_was_chosen(visitor):
    page = visitor.get("/prices?tickets=100&price=24&addons=surveys&currency=GBP").text
    assert "£42.00" in page  # a month of Plus, on the board
    assert "£94.00" in page  # 90.00 for the tickets, 4.00 for surveys
    assert "€" not in page
    assert "?tickets=100&amp;price=24&amp;addons=surveys&amp;currency=CHF" in page

    assert "£22.00" in visitor.get("/add-ons?currency=GBP").text
    assert "€25.00" in visitor.get("/add-ons?currency=PLN").text  # no currency of the list


def test_the_terms_name_both_plans(visitor):
    page = visitor.get("/legal/terms").text
    assert "Standard: 2.5 % of the price of each paid ticket and €0.30, and nothing" in page
    assert "Plus: 1.5 % of the price of each paid ticket and €0.30, and €49.00 a month" in page
    assert "With Plus: 1.5 % of its price and €0.30" in visitor.get("/questions").text


@pytest.mark.parametrize("query", ["tickets=many", "price=1.005", "tickets=-1", "price=1e9"])
def test_what_cannot_be_worked_out_is_not_guessed(visitor, query):
    page = visitor.get(f"/prices?{query}")
    assert page.status_code == 200
    assert "the sum appears here" in page.text


def test_only_the_sum_is_drawn_anew_for_a_script(visitor):
    asked = {"HX-Request": "true", "HX-Target": "calculation"}
    page = visitor.get("/prices?tickets=10&price=10", headers=asked)
    assert "<html" not in page.text
    assert "€5.50" in page.text


@given(tickets=st.integers(0, 100_000), price=st.integers(0, 100_000))
def test_a_month_is_its_tickets_at_the_plans_fee_and_a_free_one_costs_nothing(tickets, price):
    listed = catalogue()
    for plan in listed.plans:
        found = calculator.estimate(prices=listed, plan=plan, tickets=tickets, price=euros(price))

        fee = (price * plan.ticket_fee_basis_points + 5000) // 10_000 + plan.ticket_fee_fixed.amount
        assert found.total == euros(tickets * min(price, fee) + plan.monthly.amount)
        if tickets:
            by_ticket = found.per_ticket.amount * tickets
            assert by_ticket == pytest.approx(found.total.amount, abs=tickets)


@given(tickets=st.integers(0, 100_000), price=st.integers(0, 100_000))
def test_the_best_plan_is_the_cheapest_and_it_turns_where_it_is_said(tickets, price):
    listed = catalogue()

    found = calculator.compare(prices=listed, tickets=tickets, price=euros(price))

    assert all(more.amount >= 0 for _other, more in found.others)
    at = next((at for _plan, at in found.turns_at), None)
    is_plus = at is not None and tickets >= at
    assert found.best.plan.code == ("plus" if is_plus else "standard")


def test_all_scans_for_one_price_is_taken_where_it_is_the_lower_one():
    def checkin(tickets):
        found = calculator.estimate(
            prices=catalogue(),
            plan=catalogue().plans[0],
            tickets=tickets,
            price=euros(1000),
            addons=["checkin"],
        )
        return found.lines[1].amount

    assert [checkin(n).amount for n in (0, 100, 8499, 8500, 50_000)] == [
        1500, 1600, 9999, 10_000, 10_000,
    ]  # fmt: skip


def test_a_demo_is_open_to_buyers_and_to_guests_behind_the_counter(
    visitor, settings, client_for, blue
):
    assert "See backstage" not in visitor.get("/try").text
    assert visitor.post("/try/blue/backstage").status_code == 404

    settings.DEMO = True
    settings.DEMO_SHOPS = ("blue",)
    assert visitor.post("/try/red/backstage").status_code == 404  # a stranger's own shop
    assert "See backstage" in visitor.get("/try").text
    way_in = visitor.post("/try/blue/backstage")
    guest = client_for(blue)
    guest.get(way_in["Location"])
    home = guest.get("/backstage/", follow=True)
    assert home.status_code == 200
    assert "looking around as a guest" in home.text
    assert guest.get("/backstage/events").status_code == 200
    assert guest.get("/backstage/orders").status_code == 403  # other strangers stand in them
    assert guest.post("/backstage/events/new", {"name": "Mine"}).status_code == 403


def test_elsewhere_a_shop_to_try_can_be_named(visitor, settings):
    settings.DEMO_SHOP_URL = "https://demo.example.org"
    assert 'href="https://demo.example.org"' in visitor.get("/try").text
