"""Events backstage: the list, the page, publishing and taking back; and the home page."""

import pytest

from tenant_apps.ticketing.events.models import Event
from tests import make
from tests.questions import asked
from themes.services import save_brand


@pytest.fixture
def manager(red, client_for):
    return client_for(red, "manager")


def test_the_list_asks_as_many_questions_for_many_events_as_for_one(manager):
    make.event()
    for_one = asked(manager, "/backstage/events")
    for number in range(12):
        make.event(name=f"Event {number}")
    assert asked(manager, "/backstage/events") == for_one


def test_events_are_found_and_filtered(manager):
    make.event(name="Jazz in the park")
    make.event(name="A secret", published=False)
    html = manager.get("/backstage/events?q=park").content.decode()
    assert "Jazz in the park" in html
    assert "A secret" not in html
    html = manager.get("/backstage/events?status=draft").content.decode()
    assert "Jazz in the park" not in html
    assert "A secret" in html


def test_the_page_of_an_event_tells_how_it_sells(manager):
    event = make.event(capacity=10, price=2500)
    make.paid_order(event, 4)
    html = manager.get(f"/backstage/events/{event.pk}").content.decode()
    assert "€100.00" in html
    assert "of 10 places, 40 %" in html


def test_support_sees_how_it_sells_and_not_what_it_earns(red, client_for):
    event = make.event(price=2500)
    make.paid_order(event, 4)
    html = client_for(red, "support").get(f"/backstage/events/{event.pk}").content.decode()
    assert "€100.00" not in html


def test_publishing_asks_first_and_then_buyers_see_it(manager, client_for, red):
    event = make.event(name="Jazz", published=False)
    address = f"/backstage/events/{event.pk}/publication"
    assert "Publish Jazz?" in manager.get(address).content.decode()
    assert client_for(red).get(f"/e/{event.slug}").status_code == 404
    manager.post(address)
    assert client_for(red).get(f"/e/{event.slug}").status_code == 200


def test_nothing_to_sell_is_not_published(manager, red):
    event = Event.objects.create(name="Empty", slug="empty", timezone="UTC", currency="EUR")
    assert manager.post(f"/backstage/events/{event.pk}/publication").status_code == 409
    event.refresh_from_db()
    assert event.status == "draft"


@pytest.mark.parametrize(
    ("verb", "status"), [("withdrawal", "draft"), ("cancellation", "cancelled")]
)
def test_taking_back_and_cancelling_say_what_they_touch(manager, verb, status):
    event = make.event()
    make.paid_order(event, 3)
    address = f"/backstage/events/{event.pk}/{verb}"
    assert "3 tickets are sold" in manager.get(address).content.decode()
    event.refresh_from_db()
    assert event.status == "published"
    manager.post(address)
    event.refresh_from_db()
    assert event.status == status


def test_finance_looks_and_does_not_touch(red, client_for):
    event = make.event()
    finance = client_for(red, "finance")
    assert finance.get(f"/backstage/events/{event.pk}").status_code == 200
    assert finance.post(f"/backstage/events/{event.pk}/cancellation").status_code == 403
    event.refresh_from_db()
    assert event.status == "published"


def test_a_new_shop_is_shown_its_first_steps_each_with_a_link(red, client_for):
    owner = client_for(red, "owner")
    html = owner.get("/backstage/").content.decode()
    assert "0 of 7 done" in html
    for address in (
        "/backstage/venues/new",
        "/backstage/events/new",
        "/backstage/settings/brand",
        "/shops",
    ):
        assert address in html
    make.event()
    save_brand(accent="#8c1d2f")
    assert "4 of 7 done" in owner.get("/backstage/").content.decode()


def test_home_tells_today_in_words(red, client_for):
    make.paid_order(make.event(price=2500), 3)
    html = client_for(red, "owner").get("/backstage/").content.decode()
    assert "3 tickets sold so far" in html
    assert "€75.00" in html
    assert "€75.00" not in client_for(red, "support").get("/backstage/").content.decode()


def test_home_asks_as_many_questions_on_a_good_day_as_on_a_slow_one(red, client_for):
    make.paid_order(make.event(), 1)
    owner = client_for(red, "owner")
    on_a_slow_day = asked(owner, "/backstage/")
    for number in range(8):
        make.paid_order(make.event(name=f"Event {number}"), 1)
    assert asked(owner, "/backstage/") == on_a_slow_day
