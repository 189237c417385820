"""A request that is sent again is answered again, not done again."""

from datetime import timedelta

import pytest
import time_machine
from django.http import JsonResponse
from django.test import RequestFactory
from django.utils import timezone

from kernel.actor import Actor, act_as
from kernel.errors import Refusal
from kernel.idempotency import keys
from kernel.idempotency.keys import (
    BadKey,
    IdempotencyMismatch,
    Replay,
    StillAtWork,
    idempotent,
    keep,
)
from kernel.idempotency.models import Reply


def request(key="k1", body="{}", token="t"):
    headers = {"Authorization": token} | ({} if key is None else {"Idempotency-Key": key})
    return RequestFactory().post("/api/v1/x", body, "application/json", headers=headers)


@pytest.fixture
def pay():
    """An operation that counts; `pay(request)` goes through the door as the API does."""
    done = []

    @idempotent
    def operation(request):
        done.append(1)
        return JsonResponse({"n": len(done)}, status=201)

    def through(request):
        try:
            response = operation(request)
        except Replay as again:
            return again.response
        keep(request, response)
        return response

    through.done = done
    return through


def test_the_same_request_gets_the_same_answer(red, pay):
    first, second = pay(request()), pay(request())

    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert second["Idempotent-Replayed"] == "true"
    assert pay.done == [1]


def test_without_a_key_it_is_done_twice(red, pay):
    pay(request(key=None))
    pay(request(key=None))

    assert pay.done == [1, 1]
    assert not Reply.objects.exists()


def test_another_body_under_the_same_key_is_refused(red, pay):
    pay(request())

    with pytest.raises(IdempotencyMismatch):
        pay(request(body='{"other": 1}'))
    assert pay.done == [1]


def test_another_person_has_keys_of_his_own(red, pay):
    with act_as(Actor("buyer")):
        pay(request())
        pay(request(token="somebody else"))
    with act_as(Actor("user", "1")):
        pay(request())

    assert pay.done == [1, 1, 1]


def test_who_asks_while_it_is_at_work_waits(red, pay):
    keys._claim(request(), "k1")

    with pytest.raises(StillAtWork):
        pay(request())
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert pay(request()).status_code == 201
    assert pay.done == [1]


def test_a_refused_request_may_be_sent_again(red):
    @idempotent
    def refuse(request):
        raise Refusal()

    for _turn in range(2):
        with pytest.raises(Refusal):
            refuse(request())
    assert not Reply.objects.exists()


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_a_key_has_a_length(red, pay, key):
    with pytest.raises(BadKey):
        pay(request(key=key))
    assert pay.done == []


def test_old_answers_are_forgotten(red, pay):
    pay(request())

    assert keys.forget_old() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert keys.forget_old() == 1
