"""What cannot be imported is named by row and field, and the rest goes on."""

import pytest

from tenant_apps.ticketing.events.models import Event

HEAD = "event,venue,timezone,starts_at,ends_at,capacity,price,currency,country,latitude\n"
GOOD = {
    "event": "Othello", "venue": "Meridian", "timezone": "Europe/London",
    "starts_at": "2030-05-01T19:30", "ends_at": "2030-05-01T22:00", "capacity": "100",
    "price": "12.50", "currency": "EUR", "country": "GB", "latitude": "51.5",
}  # fmt: skip

BAD = {
    "no name": ({"event": ""}, "event: is missing"),
    "a name too long": ({"event": "x" * 201}, "event: is longer than 200 characters"),
    "a name with a control character": ({"event": "O\x07thello"}, "event: has control characters"),
    "no start": ({"starts_at": ""}, "starts_at: is missing"),
    "a start that is no date": ({"starts_at": "tomorrow"}, "starts_at: is 'tomorrow', not a date"),
    "an impossible day": ({"starts_at": "2030-02-30T19:30"}, "starts_at: is '2030-02-30T19:30'"),
    "a date without a time": ({"starts_at": "2030-05-01"}, "has no time of day"),
    "a year beyond reason": ({"starts_at": "9030-05-01T19:30"}, "outside the years 1970 to 2100"),
    "an hour that clocks skip": (
        {"starts_at": "2030-03-31T01:30"},
        "the clocks of Europe/London skip",
    ),
    "an end before the start": ({"ends_at": "2030-05-01T18:00"}, "ends_at: is before the start"),
    "an unknown zone": (
        {"timezone": "Europe/Atlantis"},
        "timezone: is 'Europe/Atlantis', not a time",
    ),
    "a zone with a path": ({"timezone": "../../etc/passwd"}, "timezone: is '../../etc/passwd'"),
    "no places": ({"capacity": "0"}, "capacity: is '0', not a whole number from 1 to 1,000,000"),
    "negative places": ({"capacity": "-5"}, "capacity: is '-5'"),
    "too many places": ({"capacity": "1000001"}, "capacity: is '1000001'"),
    "absurdly many places": ({"capacity": "9" * 5000}, "capacity: is '99999"),
    "places in words": ({"capacity": "many"}, "capacity: is 'many'"),
    "places in other digits": ({"capacity": "٣٠"}, "capacity: is '٣٠'"),
    "missing places": ({"capacity": ""}, "capacity: is missing, and --capacity was not given"),
    "a price that could mean two": ({"price": '"1,250"'}, "price: is '1,250', not an amount"),
    "a negative price": ({"price": "-1"}, "price: is '-1'"),
    "a price of words": ({"price": "free"}, "price: is 'free', not an amount in EUR"),
    "a price finer than a cent": ({"price": "1.005"}, "price: is '1.005'"),
    "a price that is not a number": ({"price": "NaN"}, "price: is 'NaN'"),
    "an endless price": ({"price": "Infinity"}, "price: is 'Infinity'"),
    "an astronomical price": ({"price": "1e30"}, "price: is '1e30'"),
    "a missing price": ({"price": ""}, "price: is missing, and --price was not given"),
    "an unknown currency": ({"currency": "XQX"}, "currency: is 'XQX', not a currency"),
    "a country in full": ({"country": "Spain"}, "country: is not two letters"),
    "a place off the globe": ({"latitude": "91"}, "latitude: is '91', not a number from -90 to 90"),
    "a place that is nowhere": ({"latitude": "nan"}, "latitude: is 'nan'"),
}


def line(**changes) -> str:
    return ",".join({**GOOD, **changes}.values()) + "\n"


@pytest.mark.parametrize(("changes", "sentence"), BAD.values(), ids=BAD)
def test_a_bad_cell_is_named_and_the_other_events_come_in(red, bring_in, changes, sentence):
    said, complaint = bring_in(HEAD + line(**changes) + line(event="Hamlet"))

    assert "row 2, " in complaint
    assert sentence in complaint
    assert "1 of 2 events refused" in complaint
    assert list(Event.objects.values_list("name", flat=True)) == ["Hamlet"]


def test_all_faults_of_a_row_are_told_at_once(red, bring_in):
    _, complaint = bring_in(HEAD + line(capacity="0", price="x", timezone="Mars/Base"))

    assert [
        part for part in ("capacity", "price", "timezone") if f"row 2, {part}: " in complaint
    ] == [
        "capacity",
        "price",
        "timezone",
    ]


def test_a_bad_session_keeps_the_whole_event_out(red, bring_in):
    """Half a season on sale would be worse than none."""
    _, complaint = bring_in(HEAD + line() + line(starts_at="2030-05-02T25:00"))

    assert "row 3, starts_at" in complaint
    assert Event.objects.count() == 0


def test_a_line_that_stands_twice_is_named(red, bring_in):
    _, complaint = bring_in(HEAD + line() + line())

    assert "row 3, starts_at: stands in row 2 already" in complaint


def test_lines_of_one_event_must_agree(red, bring_in):
    later = line(starts_at="2030-05-02T19:30", ends_at="", currency="USD", price="99")

    _, complaint = bring_in(HEAD + line() + later)

    assert "row 3, currency: is USD, but EUR in row 2" in complaint


WHOLE_FILES = {
    "empty": (b"", "is empty"),
    "only blank lines": (b"\n\n  \n", "is empty"),
    "not text": (b"event,starts_at\nOthello\xe9,2030", "line 2 has the byte 0xe9"),
    "cut in half": ("event,starts_at\n".encode("utf-16")[:-1], "The file is not UTF-16"),
    "without the columns": (
        b"name,when\nOthello,2030",
        "names no column event and no column starts_at",
    ),
    "with an unknown column": (b"event,starts_at,colour\n", "There is no column colour"),
    "with a column twice": (b"event,starts_at,event\n", "names a column twice"),
    "with too many cells": (b"event,starts_at\na,b,c\n", "Row 2 has 3 cells"),
    "with an open quote": (b'event,starts_at\n"Othello,2030\n', "unexpected end of data"),
    "broken JSON": (b'[{"name": "Othello"', "Not JSON"),
    "JSON without events": (b'[{"@type": "Place"}, 3, null]', "There is no schema.org Event"),
    "JSON too deep": (b"[" * 200_000, "Not "),
}


@pytest.mark.parametrize(("content", "sentence"), WHOLE_FILES.values(), ids=WHOLE_FILES)
def test_a_file_that_cannot_be_read_says_why(red, bring_in, content, sentence):
    _, complaint = bring_in(content)

    assert sentence in complaint
    assert Event.objects.count() == 0


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--tenant", "nobody", "There is no shop named nobody"),
        ("--timezone", "Mars", "--timezone is 'Mars'"),
        ("--currency", "gold", "--currency is 'gold'"),
        ("--price", "-1", "--price is '-1'"),
        ("--capacity", "0", "--capacity is '0'"),
        ("--encoding", "latin-99", "There is no encoding named latin-99"),
    ],
)
def test_a_bad_option_is_named(red, bring_in, option, value, sentence):
    _, complaint = bring_in(HEAD + line(), f"{option}={value}")

    assert sentence in complaint
    assert Event.objects.count() == 0


def test_markup_in_a_name_is_only_text(red, bring_in):
    said, complaint = bring_in(HEAD + line(event="[red]Othello[/nothing]"), "--dry-run")

    assert complaint == ""
    assert "[red]Othello[/nothing]" in said
