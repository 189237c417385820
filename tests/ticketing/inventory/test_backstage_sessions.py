"""Sessions and ticket types, backstage."""

from datetime import UTC, datetime

import pytest

from tenant_apps.ticketing.events.models import TicketType
from tenant_apps.ticketing.inventory.models import Stock
from tests import make
from tests.questions import asked

TYPE = {
    "name": "Stalls",
    "description": "",
    "price": "12.50",
    "quantity": "",
    "per_order_min": "1",
    "per_order_max": "10",
    "on_sale_from": "",
    "on_sale_until": "",
    "access_code": "",
    "position": "0",
    "active": "on",
}
SESSION = {
    "starts_at": "2030-05-03T19:30",
    "ends_at": "",
    "doors_at": "",
    "capacity": "80",
    "venue": "",
}


@pytest.fixture
def manager(red, client_for):
    return client_for(red, "manager")


@pytest.fixture
def event(red):
    return make.event(published=False)


def path(event, rest):
    return f"/backstage/events/{event.pk}/{rest}"


def test_a_session_is_typed_on_the_clock_of_the_event(manager, event):
    manager.post(path(event, "sessions/new"), SESSION)
    session = event.sessions.get(capacity=80)
    assert session.starts_at == datetime(2030, 5, 3, 17, 30, tzinfo=UTC)  # Madrid in summer
    assert Stock.objects.get(session=session, ticket_type=None).capacity == 80
    html = manager.get(path(event, f"sessions/{session.pk}")).content.decode()
    assert 'value="2030-05-03T19:30"' in html


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("starts_at", ""),
        ("starts_at", "soon"),
        ("ends_at", "2030-05-03T19:00"),
        ("capacity", "-1"),
        ("doors_at", "2030-05-03T20:00"),
        ("capacity", ""),
        ("ends_at", "2031-05-03T19:30"),
        ("starts_at", "2030-03-31T02:30"),
    ],
)
def test_a_session_that_makes_no_sense_is_said_at_its_field(manager, event, name, value):
    before = event.sessions.count()
    html = manager.post(path(event, "sessions/new"), SESSION | {name: value}).content.decode()
    assert f'id="id_{name}-error"' in html
    assert event.sessions.count() == before


def test_several_sessions_come_from_a_list_of_dates(manager, event):
    dates = "2030-05-03 19:30\n\n2030-05-04T15:00\r\n2030/05/04 19:30"
    typed = {"starts": dates, "capacity": "50", "minutes": "120", "doors_before": "30"}
    manager.post(path(event, "sessions/several"), typed)
    made = list(event.sessions.filter(capacity=50))
    assert [one.starts_at.isoformat() for one in made] == [
        "2030-05-03T17:30:00+00:00",
        "2030-05-04T13:00:00+00:00",
        "2030-05-04T17:30:00+00:00",
    ]
    assert {(one.ends_at - one.starts_at).seconds for one in made} == {7200}
    assert {(one.starts_at - one.doors_at).seconds for one in made} == {1800}


def test_every_wrong_line_is_named_and_none_is_saved(manager, event):
    before = event.sessions.count()
    typed = {"starts": "2030-05-03 19:30\nnext week\n2030-05-03 19:30\n31/12", "capacity": "50"}
    html = manager.post(path(event, "sessions/several"), typed).content.decode()
    assert "next week" in html
    assert "31/12" in html
    assert "twice" in html
    assert event.sessions.count() == before


def test_a_date_that_is_taken_and_a_list_that_is_too_long_are_refused(manager, event):
    typed = {"starts": "2030-05-03 19:30", "capacity": "50"}
    manager.post(path(event, "sessions/several"), typed)
    again = manager.post(path(event, "sessions/several"), typed).content.decode()
    assert "already" in again
    many = "\n".join(f"2031-01-01 {h:02}:{m:02}" for h in range(6) for m in range(0, 60, 3))
    assert (
        "A hundred"
        in manager.post(
            path(event, "sessions/several"), {"starts": many, "capacity": "1"}
        ).content.decode()
    )
    assert event.sessions.filter(capacity__in=[50, 1]).count() == 1


def test_a_room_does_not_shrink_below_what_is_sold(manager, red):
    event = make.event(capacity=10)
    make.paid_order(event, 4)
    session = make.session_of(event)
    html = manager.post(path(event, f"sessions/{session.pk}"), SESSION | {"capacity": "3"})
    assert 'id="id_capacity-error"' in html.content.decode()
    session.refresh_from_db()
    assert session.capacity == 10


def test_calling_off_asks_first_and_says_what_it_touches(manager, red):
    event = make.event()
    make.paid_order(event, 3)
    session = make.session_of(event)
    address = path(event, f"sessions/{session.pk}/cancellation")
    assert "3 tickets are sold" in manager.get(address).content.decode()
    session.refresh_from_db()
    assert session.status == "scheduled"
    manager.post(address)
    session.refresh_from_db()
    assert session.status == "cancelled"
    assert manager.get(address).status_code == 404


@pytest.mark.parametrize(
    ("currency", "typed", "amount"),
    [
        ("EUR", "12.50", 1250),
        ("EUR", "12,50", 1250),
        ("JPY", "1200", 1200),
        ("KWD", "1.250", 1250),
        ("EUR", "0", 0),
    ],
)
def test_a_price_is_typed_in_the_currency_of_the_event(manager, red, currency, typed, amount):
    event = make.event(currency=currency, published=False)
    manager.post(path(event, "tickets/new"), TYPE | {"name": "New", "price": typed})
    assert event.ticket_types.get(name="New").price == amount


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("price", "12.505"),
        ("price", "-1"),
        ("price", ""),
        ("price", "1,000"),
        ("name", ""),
        ("quantity", "-1"),
        ("quantity", "1000001"),
        ("per_order_max", "0"),
        ("per_order_min", "11"),
        ("on_sale_until", "nonsense"),
    ],
)
def test_a_ticket_type_that_makes_no_sense_is_refused_and_nothing_is_lost(
    manager, event, name, value
):
    before = TicketType.objects.count()
    typed = TYPE | {"description": "With a drink"} | {name: value}
    html = manager.post(path(event, "tickets/new"), typed).content.decode()
    assert "-error" in html
    assert "With a drink" in html
    assert TicketType.objects.count() == before


def test_a_hidden_type_has_a_link_that_opens_it(manager, client_for, red):
    event = make.event()
    manager.post(path(event, "tickets/new"), TYPE | {"name": "Friends", "hidden": "on"})
    friends = event.ticket_types.get(name="Friends")
    assert len(friends.access_code) >= 12
    listed = manager.get(path(event, "tickets")).content.decode()
    assert f"/e/{event.slug}?access={friends.access_code}" in listed
    shop = client_for(red)
    assert "Friends" not in shop.get(f"/e/{event.slug}").content.decode()
    assert "Friends" in shop.get(f"/e/{event.slug}?access={friends.access_code}").content.decode()


def test_a_sale_window_is_typed_on_the_clock_of_the_event(manager, event):
    typed = TYPE | {"name": "Early", "on_sale_until": "2030-01-01T00:00"}
    manager.post(path(event, "tickets/new"), typed)
    assert event.ticket_types.get(name="Early").on_sale_until == datetime(
        2029, 12, 31, 23, tzinfo=UTC
    )


def test_a_quota_does_not_shrink_below_what_is_sold(manager, red):
    event = make.event(quantity=10)
    make.paid_order(event, 4)
    kind = make.type_of(event)
    address = path(event, f"tickets/{kind.pk}")
    html = manager.post(address, TYPE | {"price": "25", "quantity": "3"}).content.decode()
    assert 'id="id_quantity-error"' in html
    kind.refresh_from_db()
    assert kind.quantity == 10


def test_the_session_of_another_event_is_not_found(manager, event):
    other = make.event()
    assert manager.get(path(event, f"sessions/{make.session_of(other).pk}")).status_code == 404
    assert manager.get(path(event, f"tickets/{make.type_of(other).pk}")).status_code == 404


def test_the_list_asks_as_many_questions_for_many_sessions_as_for_one(manager, event):
    for_one = asked(manager, path(event, "sessions"))
    typed = {"starts": "\n".join(f"2030-05-{d:02} 19:30" for d in range(1, 29)), "capacity": "5"}
    manager.post(path(event, "sessions/several"), typed)
    assert asked(manager, path(event, "sessions")) == for_one
