"""Switches, written one after the other, say what is had on which days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from billing.models import Switch
from billing.spans import a_year_after, after, at, days_of, spans

D = date(2027, 1, 10)


def switches(*rows):
    """(day of January, state) in the order of their writing."""
    return [
        Switch(pk=number, code="wallet", state=state, day=date(2027, 1, day), version="v")
        for number, (day, state) in enumerate(rows, start=1)
    ]


def told(*rows):
    return [(s.first.day, s.until and s.until.day, s.state) for s in spans(switches(*rows))]


def test_a_trial_turns_into_what_was_said_with_it():
    assert told((10, "trial"), (24, "active")) == [(10, 24, "trial"), (24, None, "active")]


def test_who_stops_a_trial_never_pays():
    assert told((10, "trial"), (24, "active"), (24, "off")) == [
        (10, 24, "trial"),
        (24, None, "off"),
    ]


def test_a_later_word_supersedes_what_was_to_come():
    assert told((1, "active"), (31, "off"), (20, "paused")) == [
        (1, 20, "active"),
        (20, None, "paused"),
    ]


def test_a_stop_taken_back_leaves_no_seam():
    assert told((1, "active"), (31, "off"), (31, "active")) == [(1, None, "active")]


rows = st.lists(
    st.tuples(st.integers(1, 28), st.sampled_from(["trial", "active", "paused", "off", "free"])),
    min_size=1,
    max_size=8,
)


@given(rows)
def test_every_day_has_one_state_and_the_last_word_holds(rows):
    found = spans(switches(*rows))
    for before, later in zip(found, found[1:], strict=False):
        assert before.until == later.first > before.first
    assert found[-1].until is None
    day, state = rows[-1]
    assert at(found, date(2027, 1, day)).state == state
    assert at(found, date(2027, 2, 1)).state == state
    assert at(found, found[0].first - timedelta(days=1)) is None


def test_months_and_years_are_those_of_the_calendar():
    assert after(date(2027, 12, 1)) == date(2028, 1, 1)
    assert after(date(2027, 1, 1), -2) == date(2026, 11, 1)
    assert (days_of(date(2027, 2, 1)), days_of(date(2028, 2, 1))) == (28, 29)
    assert a_year_after(date(2028, 2, 29)) == date(2029, 3, 1)
    assert a_year_after(D) == date(2028, 1, 10)
