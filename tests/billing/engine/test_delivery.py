"""However usage reaches us, late, twice, in whatever order: what is asked for is the same."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billing.models import Invoice, Line
from billing.services import invoicing
from billing.services import usage as meters

pytestmark = pytest.mark.django_db
JANUARY = datetime(2027, 1, 11, tzinfo=UTC)

# (hours after the account's beginning, how many), each with a source of its own.
uses = st.lists(st.tuples(st.integers(0, 20 * 24), st.integers(-50, 400)), min_size=1, max_size=8)


class Undo(Exception):
    pass


def _tell(it, number, use):
    hours, quantity = use
    meters.record(account=it.account, code="checkin", meter="scans", source=f"s{number}",
                  quantity=quantity, occurred_at=JANUARY + timedelta(hours=hours))  # fmt: skip


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(uses=uses, seed=st.integers(0, 10**6), late=st.integers(0, 8))
def test_any_order_and_repetition_asks_for_the_same(story, uses, seed, late):
    it = story()
    try:
        with transaction.atomic():
            it.card()
            it.order("checkin")
            chance = random.Random(seed)
            told = [(number, use) for number, use in enumerate(uses)]
            told += chance.choices(told, k=4)
            chance.shuffle(told)
            for number, use in told[:late]:
                _tell(it, number, use)
            it.on("2027-02-01 06:00")
            for number, use in told[late:]:
                _tell(it, number, use)
            it.on("2027-03-01 06:00").on("2027-04-01 06:00")

            used = max(0, sum(quantity for _hours, quantity in uses))
            asked = Line.objects.filter(period="2027-01").exclude(what="fixed")
            assert sum(one.amount for one in asked) == min(used, 8500)
            assert invoicing.due(it.account, month=it.now.date()) == []
            raise Undo
    except Undo:
        pass


def test_what_is_behind_the_lines_is_all_that_was_used_and_nothing_twice(story):
    it = story()
    it.card()
    it.order("checkin")
    for number in range(5):
        _tell(it, number, (number, 10))
    it.on("2027-02-01 06:00")
    for number in range(3, 9):
        _tell(it, number, (number, 10))
    it.on("2027-03-01 06:00")
    behind = [
        use.source
        for line in Line.objects.filter(what="usage", period="2027-01").order_by("pk")
        for use in meters.of_line(line)
    ]
    assert behind == [f"s{number}" for number in range(9)]


def test_one_shop_s_usage_is_never_on_another_s_invoice(story, blue):
    red_story, blue_story = story(), story(tenant=blue)
    for it in (red_story, blue_story):
        it.card()
        it.order("checkin")
    _tell(red_story, 1, (5, 1000))
    red_story.on("2027-02-01 06:00")
    mine = Invoice.objects.get(account=blue_story.account)
    assert not mine.lines.filter(what="usage").exists()
    assert red_story.last.lines.get(what="usage").amount == 1000
