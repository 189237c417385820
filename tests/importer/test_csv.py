"""A programme from a spreadsheet."""

from datetime import UTC, datetime

from kernel.facts.models import Record
from tenant_apps.ticketing.events.models import Event, Session, TicketType
from tenant_apps.ticketing.inventory.models import Stock
from tenant_apps.ticketing.inventory.services.places import take
from tenant_apps.ticketing.venues.models import Venue
from tests import make

SEASON = """\
event,category,venue,address,city,country,latitude,longitude,timezone,starts_at,ends_at,capacity,ticket,price,quantity
The Tempest,Play,Meridian,12 Harbour St,London,gb,51.5,-0.08,Europe/London,2030-05-01T19:30,2030-05-01T22:00,1100,Stalls,48.50,420
The Tempest,Play,Meridian,12 Harbour St,London,gb,51.5,-0.08,Europe/London,2030-05-01T19:30,2030-05-01T22:00,1100,Balcony,12,
The Tempest,Play,Meridian,12 Harbour St,London,gb,51.5,-0.08,Europe/London,2030-12-02T19:30,,1100,Stalls,48.50,420
Life is a Dream,Play,Meridian,12 Harbour St,London,gb,51.5,-0.08,,2030-06-01T19:30,,1100,Stalls,40,
"""  # noqa: E501


def rows():
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in (Event, Session, TicketType, Stock, Venue, Record)
    }


def test_a_season_becomes_events_sessions_types_and_pools(red, bring_in):
    said, complaint = bring_in(SEASON)

    assert complaint == ""
    assert "Done: 2 create" in said
    tempest = Event.objects.get(name="The Tempest")
    assert (tempest.status, tempest.timezone, tempest.currency) == ("draft", "Europe/London", "EUR")
    summer, winter = tempest.sessions.all()
    assert summer.starts_at == datetime(2030, 5, 1, 18, 30, tzinfo=UTC)
    assert summer.ends_at == datetime(2030, 5, 1, 21, 0, tzinfo=UTC)
    assert winter.starts_at == datetime(2030, 12, 2, 19, 30, tzinfo=UTC)
    assert list(tempest.ticket_types.values_list("name", "price", "quantity")) == [
        ("Stalls", 4850, 420),
        ("Balcony", 1200, None),
    ]
    assert list(summer.stocks.order_by("capacity").values_list("capacity", flat=True)) == [
        420,
        1100,
    ]
    venue = Venue.objects.get()
    assert (venue.name, venue.country, venue.latitude) == ("Meridian", "GB", 51.5)
    assert Event.objects.get(name="Life is a Dream").timezone == "Europe/Paris"


def test_importing_the_same_again_changes_nothing(red, bring_in):
    bring_in(SEASON)
    before = rows()

    said, complaint = bring_in(SEASON)

    assert (complaint, rows()) == ("", before)
    assert "2 unchanged" in said


def test_a_dry_run_says_what_would_happen_and_does_nothing(red, bring_in):
    before = rows()

    said, complaint = bring_in(SEASON, "--dry-run")

    assert (complaint, rows()) == ("", before)
    assert "create" in said
    assert "2 sessions, 2 ticket types" in said
    assert "Would be: 2 create" in said


def test_a_changed_row_updates_and_leaves_the_rest(red, bring_in):
    bring_in(SEASON)
    ids = set(Session.objects.values_list("pk", flat=True))

    said, _ = bring_in(
        SEASON.replace("48.50", "52").replace("2030-05-01T22:00", "2030-05-01T22:30")
    )

    assert "1 update, 1 unchanged" in said
    assert TicketType.objects.get(name="Stalls", event__name="The Tempest").price == 5200
    assert Session.objects.order_by("starts_at")[0].ends_at == datetime(
        2030, 5, 1, 21, 30, tzinfo=UTC
    )
    assert set(Session.objects.values_list("pk", flat=True)) == ids


def test_with_ids_of_its_own_an_event_can_be_renamed_and_a_session_moved(red, bring_in):
    file = "event_id,session_id,event,starts_at,capacity,price\nE1,S1,{},{},50,0\n"
    bring_in(file.format("Othello", "2030-05-01T19:30"))

    said, complaint = bring_in(file.format("Otello", "2030-05-02T19:30"))

    assert (complaint, Event.objects.get().name) == ("", "Otello")
    assert Session.objects.get().starts_at == datetime(2030, 5, 2, 17, 30, tzinfo=UTC)
    assert Record.objects.filter(name="EventRescheduled").count() == 1


def test_capacity_never_falls_below_what_is_sold(red, bring_in):
    night = "2030-05-01T19:30,{},0\n"
    file = f"event,starts_at,capacity,price\nOthello,{night}Hamlet,{night}"
    bring_in(file.format(50, 50), "--publish")
    othello = Event.objects.get(name="Othello")
    make.paid_order(othello, 5)

    said, complaint = bring_in(file.format(4, 4))

    assert "Othello: row 2, capacity: is 4, but 5 places are sold or held" in complaint
    assert "1 of 2 events refused" in complaint
    assert make.session_of(othello).capacity == 50
    assert make.session_of(Event.objects.get(name="Hamlet")).capacity == 4


def test_a_sale_between_plan_and_deed_still_refuses(red, bring_in, monkeypatch):
    """The constraint has the last word, and the event stays as it was, name included."""
    from tenant_apps.ticketing.sales.importing import plan
    from tenant_apps.ticketing.sales.management.commands import import_events

    file = "event_id,event,starts_at,capacity,price\nE1,{},2030-05-01T19:30,{},0\n"
    bring_in(file.format("Othello", 50), "--publish")

    def plan_then_sell(*args, **kwargs):
        steps = plan.plan(*args, **kwargs)
        take(counts={Stock.objects.get(ticket_type=None).pk: 20})
        return steps

    monkeypatch.setattr(import_events, "plan", plan_then_sell)
    _, complaint = bring_in(file.format("Otello", 10))

    assert "already sold or kept for buyers" in complaint
    assert Event.objects.get().name == "Othello"
    assert Session.objects.get().capacity == 50


def test_publish_shows_drafts_at_once(red, bring_in):
    bring_in(SEASON)

    said, _ = bring_in(SEASON, "--publish")

    assert "2 update" in said
    assert set(Event.objects.values_list("status", flat=True)) == {"published"}


def test_what_the_file_does_not_say_is_left_alone(red, bring_in):
    bring_in(SEASON)
    Event.objects.filter(name="The Tempest").update(summary="Written by hand.")
    other = make.event(name="By hand")

    bring_in(SEASON)

    assert Event.objects.get(name="The Tempest").summary == "Written by hand."
    assert Event.objects.filter(pk=other.pk).exists()


def test_a_venue_made_by_hand_is_taken_not_doubled(red, bring_in):
    Venue.objects.create(name="meridian", address="by hand", timezone="Europe/London")

    bring_in(SEASON)
    said, _ = bring_in(SEASON)

    assert Venue.objects.get().address == "by hand"
    assert "2 unchanged" in said


def test_semicolons_tabs_and_other_encodings_are_read(red, bring_in):
    file = (
        "event;venue;starts_at;capacity;price\nLa vida es sueño;Corral;2030-05-01 19:30;80;12.50\n"
    )

    bring_in(file.encode("cp1252"), "--encoding", "cp1252")
    bring_in(file.replace(";", "\t").encode("utf-16"))
    said, _ = bring_in(b"\xef\xbb\xbf" + file.encode())

    assert Event.objects.get().name == "La vida es sueño"
    assert "1 unchanged" in said


def test_prices_are_read_with_the_comma_of_the_spreadsheets_that_write_semicolons(red, bring_in):
    head = "event;starts_at;capacity;ticket;price\n"
    night = "Hamlet;2030-05-01 19:30;80"

    bring_in(f"{head}{night};Stalls;14,50\n{night};Box;1.234,50\n")

    assert set(TicketType.objects.values_list("name", "price")) == {
        ("Stalls", 1450),
        ("Box", 123450),
    }


def test_the_other_shop_saw_nothing(red, bring_in, in_blue):
    bring_in(SEASON)

    with in_blue():
        assert Event.objects.count() == 0
