"""A programme as the web writes it: schema.org Event JSON."""

from datetime import UTC, datetime

from tenant_apps.ticketing.events.models import Event, Session
from tenant_apps.ticketing.venues.models import Venue

TOUR = {
    "@type": "Event",
    "@id": "https://example.org/tour/1",
    "name": "Tower tour",
    "startDate": "2030-09-07T10:00:00+01:00",
    "endDate": "2030-09-07T11:00:00+01:00",
    "maximumAttendeeCapacity": 12,
    "location": {
        "@type": "Place",
        "name": "The Tower",
        "address": {
            "streetAddress": "1 High Street",
            "postalCode": "E1 1AA",
            "addressLocality": "London",
            "addressCountry": "GB",
        },
        "geo": {"latitude": 51.5, "longitude": -0.1},
    },
    "offers": [
        {"name": "Adult", "price": "12.50", "priceCurrency": "GBP", "inventoryLevel": {"value": 8}},
        {"name": "Child", "price": 0, "priceCurrency": "GBP"},
    ],
}


def test_an_event_comes_in_with_place_and_offers(red, bring_in):
    _, complaint = bring_in([TOUR], "--timezone=Europe/London")

    assert complaint == ""
    event = Event.objects.get()
    assert (event.name, event.currency, event.timezone) == ("Tower tour", "GBP", "Europe/London")
    session = event.sessions.get()
    assert session.starts_at == datetime(2030, 9, 7, 9, 0, tzinfo=UTC)
    assert session.capacity == 12
    assert list(event.ticket_types.values_list("name", "price", "quantity")) == [
        ("Adult", 1250, 8),
        ("Child", 0, None),
    ]
    venue = Venue.objects.get()
    assert (venue.name, venue.one_line) == ("The Tower", "1 High Street, E1 1AA, London")
    assert (venue.latitude, venue.longitude, venue.country) == (51.5, -0.1, "GB")


def test_a_graph_an_item_list_and_one_event_alone_are_read_alike(red, bring_in):
    options = ("--timezone=Europe/London",)
    bring_in({"@context": "https://schema.org", "@graph": [TOUR, {"@type": "Person"}]}, *options)
    listed = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": TOUR}]}

    for same in (listed, TOUR):
        said, complaint = bring_in(same, *options)
        assert ("1 unchanged" in said, complaint) == (True, "")
    assert Event.objects.count() == 1


def test_sub_events_are_sessions_and_inherit_place_and_offers(red, bring_in):
    starts = ["2030-09-07T10:00+01:00", "2030-09-07T12:00+01:00"]
    festival = {
        "@type": "Festival", "@id": "f", "name": "Open House", "keywords": "Architecture, tours",
        "location": "Everywhere", "isAccessibleForFree": True, "maximumAttendeeCapacity": 5,
        "subEvent": [{"@id": f"f/{n}", "startDate": at} for n, at in enumerate(starts)],
    }  # fmt: skip

    bring_in(festival)

    event = Event.objects.get()
    assert (event.name, event.category, event.venue.name) == (
        "Open House",
        "Architecture",
        "Everywhere",
    )
    assert Session.objects.count() == 2
    assert event.ticket_types.get().price == 0


def test_events_of_one_super_event_are_its_sessions(red, bring_in):
    parent = {"@id": "series", "name": "Lunch concerts"}
    days = [
        {**TOUR, "@id": f"c{day}", "name": f"Concert {day}", "superEvent": parent,
         "startDate": f"2030-09-0{day}T13:00", "endDate": None} for day in (1, 2)
    ]  # fmt: skip

    bring_in(days)

    assert Event.objects.get().name == "Lunch concerts"
    assert Session.objects.count() == 2


def test_two_sessions_at_the_same_hour_need_ids_of_their_own(red, bring_in):
    parent = {"@id": "series", "name": "Tours"}
    twins = [{**TOUR, "@id": one, "superEvent": parent, "offers": {"price": 0}} for one in "ab"]

    _, complaint = bring_in(twins)

    assert (complaint, Session.objects.count()) == ("", 2)


def test_a_fault_is_named_as_the_file_names_it(red, bring_in):
    broken = {**TOUR, "startDate": "soon", "maximumAttendeeCapacity": -1, "offers": {"price": "x"}}

    _, complaint = bring_in([TOUR, {**broken, "name": "Broken"}])

    assert "row 2, startDate: is 'soon'" in complaint
    assert "row 2, maximumAttendeeCapacity: is '-1'" in complaint
    assert "row 2, offers.price: is 'x'" in complaint
    assert Event.objects.get().name == "Tower tour"


def test_what_has_another_shape_than_expected_is_no_crash(red, bring_in):
    strange = {
        "@type": ["Event", 7], "name": {"@value": "x"}, "startDate": ["2030"], "location": 5,
        "offers": "free", "subEvent": "none", "superEvent": [None], "maximumAttendeeCapacity": True,
    }  # fmt: skip

    _, complaint = bring_in([strange])

    assert "row 1, name: is missing" in complaint
    assert Event.objects.count() == 0


def test_prices_can_be_given_for_a_file_without_any(red, bring_in):
    bare = {key: value for key, value in TOUR.items() if key not in ("offers",)}

    _, complaint = bring_in([bare], "--price=0", "--ticket=Visit")

    assert complaint == ""
    kind = Event.objects.get().ticket_types.get()
    assert (kind.name, kind.price) == ("Visit", 0)
