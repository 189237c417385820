"""Long tasks: each thing once, whoever dies in between, and what fails is told."""

from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone

from kernel.actor import Actor, act_as, acting
from kernel.errors import Refusal
from kernel.jobs import kinds, running, starting
from kernel.jobs.models import Item, Job
from tenant_apps.ticketing.venues.models import Venue


class Dead(BaseException):
    """A worker that is no more."""


@pytest.fixture(autouse=True)
def no_worker(monkeypatch):
    """Nobody takes what is handed over: here the tests are the workers."""
    monkeypatch.setattr(running, "hand_over", lambda job_id: None)


@pytest.fixture
def kind():
    """A kind of job that makes a venue for each thing; `kind.before(ref)` may do mischief."""

    class Made:
        def before(self, ref):
            pass

    made = Made()

    def work(items, options):
        for item in items:
            Venue.objects.create(name=f"{acting()} {item.ref}", timezone="UTC")
            made.before(item.ref)
            item.told = [item.ref]

    kinds._kinds["test_venues"] = kinds.Kind("test_venues", "events.edit", work, 1, ("Number",))
    yield made
    del kinds._kinds["test_venues"]


def begun(number=5, **said):
    items = [Item(ref=ref, label=f"thing {ref}") for ref in range(number)]
    return starting.start(kind="test_venues", title="Venues", items=items, **said)


def names():
    return sorted(Venue.objects.values_list("name", flat=True))


def test_a_job_does_each_thing_once_as_whoever_began_it(red, kind):
    with act_as(Actor("user", "7")):
        job = begun()
    assert running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.failed, job.left) == ("done", 5, 0, 0)
    assert names() == [f"user:7 {ref}" for ref in range(5)]
    assert not running.run(job.pk)  # a message that comes twice
    assert len(names()) == 5


def test_a_thing_that_is_ticked_twice_stands_in_the_job_once(red, kind):
    job = starting.start(kind="test_venues", title="", items=[Item(ref=3), Item(ref=3)])
    assert job.total == 1


def test_a_killed_worker_loses_only_what_it_was_at(red, kind):
    job = begun()

    def die(ref):
        if ref == 2:
            raise Dead

    kind.before = die
    with pytest.raises(Dead):
        running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done) == ("running", 2)
    assert not running.run(job.pk)  # the dead one's lease still holds
    kind.before = lambda ref: None
    with time_machine.travel(timezone.now() + running.LEASE + timedelta(seconds=1)):
        assert list(Job.objects.due(timezone.now())) == [job]
        assert running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done) == ("done", 5)
    assert len(names()) == 5


def test_what_workers_die_of_again_and_again_is_left_out(red, kind):
    job = begun(3)

    def die(ref):
        if ref == 1:
            raise Dead

    kind.before = die
    later = timezone.now()
    for _ in range(running.MOST_ATTEMPTS + 1):
        later += running.LEASE + timedelta(seconds=1)
        with time_machine.travel(later), pytest.raises(Dead):
            running.run(job.pk)
    with time_machine.travel(later + running.LEASE + timedelta(seconds=1)):
        assert running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.failed) == ("done", 2, 1)
    assert "never came to an end" in job.items.get(state="failed").problem


def test_a_refusal_and_a_fault_are_told_of_their_thing_and_change_nothing_of_it(red, kind):
    job = begun(3)

    def refuse(ref):
        if ref == 0:
            raise Refusal("Too late for this one.")
        if ref == 1:
            raise ZeroDivisionError

    kind.before = refuse
    assert running.run(job.pk)
    job.refresh_from_db()
    assert (job.done, job.failed) == (1, 2)
    first, second = job.items.filter(state="failed")
    assert first.problem == "Too late for this one."
    assert "our side" in second.problem
    assert names() == ["system 2"]


def test_while_the_database_is_away_nothing_is_called_a_failure(red, kind):
    job = begun(1)

    def away(ref):
        raise OperationalError

    kind.before = away
    with pytest.raises(OperationalError):
        running.run(job.pk)
    job.refresh_from_db()
    assert (job.failed, job.left) == (0, 1)


def test_a_slice_ends_and_the_rest_waits_for_the_next(red, kind):
    job = begun()
    assert not running.run(job.pk, seconds=0)
    job.refresh_from_db()
    assert (job.state, job.seen_to, job.lease_until) == ("running", 1, None)
    assert running.run(job.pk)


def test_a_stopped_job_leaves_the_rest(red, kind):
    job = begun()
    running.run(job.pk, seconds=0)
    starting.cancel(job_id=job.pk)
    assert not running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.left) == ("cancelled", 1, 4)


def test_a_prepared_job_waits_for_a_word(red, kind):
    job = begun(is_prepared=True)
    assert not running.run(job.pk)
    starting.begin(job_id=job.pk)
    assert running.run(job.pk)


def test_one_job_takes_so_many_and_no_more(red, kind, monkeypatch):
    monkeypatch.setattr(starting, "MOST_ITEMS", 3)
    with pytest.raises(starting.TooMany):
        begun(4)
    assert Job.objects.count() == 0


def test_jobs_are_forgotten_after_a_month_with_what_they_told(red, kind):
    job = begun()
    running.run(job.pk)
    assert running.forget_old() == 0
    assert running.forget_old(timezone.now() + running.KEPT + timedelta(days=1)) == 1
    assert Item.objects.count() == 0


def test_a_job_of_red_is_none_of_blues_affairs(red, in_blue, kind):
    job = begun()
    with in_blue():
        assert not running.run(job.pk)
        assert Job.objects.count() == 0
    job.refresh_from_db()
    assert job.seen_to == 0
