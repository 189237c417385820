"""The clock of billing: it strikes for everybody, and one account's trouble is nobody else's."""

import pytest
import time_machine

from billing import tasks
from billing.collectors.sandbox import SandboxCollector
from billing.collectors.stripe_billing.errors import TooSmall
from billing.services import rights

pytestmark = pytest.mark.django_db


def test_the_clock_writes_invoices_and_collects_them(story):
    it = story("2026-10-10 09:00")
    it.card()
    it.order("checkin")
    with time_machine.travel("2026-11-01 05:30+00:00", tick=False):
        tasks.look_after_accounts()
    assert (it.last.net, it.last.state) == (1065 + 1500, "paid")


def test_what_goes_wrong_in_one_part_stops_no_other(story, monkeypatch):
    it = story("2026-10-10 09:00")
    it.card()
    it.order("checkin")

    def breaks(**_said):
        raise RuntimeError("away")

    monkeypatch.setattr(rights, "apply_due", breaks)
    monkeypatch.setattr(SandboxCollector, "collect", breaks)
    with time_machine.travel("2026-11-01 05:30+00:00", tick=False):
        tasks.look_after_accounts()
    assert it.last.state == "open"
    assert it.last.next_attempt_at > it.last.issued_at  # it is tried again


def test_the_other_clocks_strike(story):
    it = story("2026-10-10 09:00")
    it.order("checkin", state="trial")
    tasks.look_after_copies()
    tasks.look_after_trials()
    tasks.look_after_the_books()
    assert it.holds("checkin") == "trial"


def test_less_than_can_be_charged_is_given_up_and_blocks_nothing(story, monkeypatch):
    it = story("2026-10-10 09:00")
    it.card()
    it.order("checkin")

    def too_small(*_self, **_said):
        raise TooSmall

    monkeypatch.setattr(SandboxCollector, "collect", too_small)
    it.on("2026-11-01 05:30")
    assert (it.last.state, it.account.state) == ("written_off", "good")


def test_what_was_due_while_the_clock_stood_still_is_made_up_for(story):
    it = story("2026-10-10 09:00")
    it.order("checkin", state="trial")
    it.stop("checkin")  # ends on the 24th, and nobody is there
    with time_machine.travel("2026-11-20 05:30+00:00", tick=False):
        tasks.look_after_the_books()
    assert it.feature("checkin") == "off"
