"""API keys: shown once, kept as a digest, good in one shop for what they were made for."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from kernel.facts.models import Record
from kernel.roles import permissions
from tenant_apps.office.apikeys import services
from tenant_apps.office.apikeys.errors import TooMuchPower, UselessKey
from tenant_apps.office.apikeys.models import ApiKey
from tests.api.conftest import Program

OWNER = permissions("owner")


def make_key(*may, **fields):
    return services.create(name="Door 1", permissions=may, granted_by=OWNER, **fields)


def test_the_secret_of_a_key_is_kept_nowhere(red):
    key, token = make_key("tickets.scan")
    row = ApiKey.objects.values().get(pk=key.pk)

    assert token.startswith(f"mq_{key.prefix}_")
    assert not any(token in str(value) for value in row.values())
    assert len(token) > 50
    assert not Record.objects.filter(body__icontains=token).exists()


def test_a_key_may_what_it_was_made_for_and_nothing_else(red, keyed):
    door = keyed(red, "tickets.scan")

    assert door.post("/checkin/scan", {"code": "v1.x.y"}).status_code == 200
    answer = door.get("/orders")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_a_key_of_red_is_refused_at_blue(red, blue, keyed, client_for):
    door = keyed(red, "tickets.scan")
    at_blue = Program(client_for(blue), **door.headers)

    answer = at_blue.post("/checkin/scan", {"code": "v1.x.y"})
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    assert at_blue.get("/events").status_code == 401


def test_a_revoked_key_opens_nothing(red, keyed):
    door = keyed(red, "tickets.scan")
    services.revoke(key=ApiKey.objects.get())

    assert door.post("/checkin/scan", {"code": "x"}).status_code == 401


def test_an_expired_key_opens_nothing(red):
    now = timezone.now()
    _key, token = make_key("tickets.scan", expires_at=now + timedelta(hours=1))

    assert services.recognise(token) is not None
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        assert services.recognise(token) is None


@pytest.mark.parametrize("change", [str.upper, lambda t: t[:-1], lambda t: t + "x", lambda t: "x"])
def test_a_key_that_is_not_quite_right_opens_nothing(red, change):
    _key, token = make_key("tickets.scan")
    assert services.recognise(change(token)) is None


@pytest.mark.parametrize(
    "token", ["", "mq__", "mq_\x00_x", "mq_é_x", "mq_a' or 1=1 --_x", "m" * 9999]
)
def test_nonsense_is_no_key(red, token):
    assert services.recognise(token) is None


def test_nobody_gives_a_key_more_than_he_may_himself(red):
    with pytest.raises(TooMuchPower):
        services.create(name="x", permissions=["team.edit"], granted_by=permissions("manager"))
    with pytest.raises(TooMuchPower):
        services.create(name="x", permissions=["everything"], granted_by=["everything"])
    assert not ApiKey.objects.exists()


def test_a_key_that_opens_nothing_is_not_made(red):
    with pytest.raises(UselessKey):
        services.create(name="x", permissions=[], granted_by=OWNER)
    with pytest.raises(UselessKey):
        make_key("tickets.scan", expires_at=timezone.now())


def test_its_use_is_noted_at_most_once_a_minute(red, django_assert_num_queries):
    key, token = make_key("tickets.scan")
    services.recognise(token)
    first = ApiKey.objects.get(pk=key.pk).last_used_at

    with django_assert_num_queries(1):
        services.recognise(token)
    assert ApiKey.objects.get(pk=key.pk).last_used_at == first
    with time_machine.travel(first + timedelta(seconds=61), tick=False):
        services.recognise(token)
    assert ApiKey.objects.get(pk=key.pk).last_used_at > first


def test_what_a_key_does_is_done_in_its_name(red, keyed):
    editor = keyed(red, "events.edit")
    editor.post("/events", {"name": "Night"})

    assert Record.objects.get(name="EventCreated").actor == f"api_key:{ApiKey.objects.get().pk}"
