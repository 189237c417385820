"""Events backstage: the list, the page, publishing and taking back; and the home page."""

import pytest

from kernel.first_steps import Step, first_steps
from tenant_apps.ticketing.events.models import Event
from tenant_apps.ticketing.venues.models import Venue
from tests import make
from tests.questions import asked
from themes.models import Brand


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


def test_a_new_shop_is_shown_its_first_steps_the_next_one_foremost(red, client_for):
    owner = client_for(red, "owner")
    html = owner.get("/backstage/").content.decode()
    assert "0 of 4 done" in html
    assert "/backstage/venues/new" in html
    assert "/backstage/events/new" in html
    make.event()
    assert "3 of 4 done" in owner.get("/backstage/").content.decode()


def test_what_can_wait_is_offered_when_the_shop_can_sell_and_may_be_put_away(red, client_for):
    Venue.objects.create(name="Hall", timezone="Europe/Paris")
    make.event()
    owner = client_for(red, "owner")
    html = owner.get("/backstage/").content.decode()
    assert "First steps" not in html
    for words in ("Make it look like yours", "Try a purchase", "Bring your team in", "/shops"):
        assert words in html
    Brand.objects.create(number=1, by="system")
    assert "Make it look like yours" not in owner.get("/backstage/").content.decode()
    said = owner.post("/backstage/first-steps", follow=True).content.decode()
    assert "Try a purchase" not in said
    assert "/backstage/first-steps?again=1" in said
    owner.post("/backstage/first-steps?again=1")
    assert "Try a purchase" in owner.get("/backstage/").content.decode()


def test_an_add_on_or_a_part_tells_its_own_first_step(red, client_for):
    def mine(*, permissions):
        return [Step(5, "Light the lamps", "It is dark.", "Light them", "/backstage/x", False)]

    first_steps.answer(mine)
    try:
        html = client_for(red, "owner").get("/backstage/").content.decode()
    finally:
        first_steps._answers.remove(mine)
    assert html.index("Light the lamps") < html.index("Add a venue")


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
