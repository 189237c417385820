"""Tokens: short-lived, good in one shop, and worth nothing once the sign-in is over."""

import jwt
import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from shared_apps.accounts import tokens
from shared_apps.accounts.models import ApiSession
from tests.api.conftest import PASSWORD, Program


def test_who_signs_in_is_known_with_what_he_may(red, signed_in):
    finance = signed_in(red, "finance")

    said = finance.get("/auth/me").json()

    assert said["email"] == "finance@red.example"
    assert said["role"] == "finance"
    assert said["permissions"] == ["events.view", "money.view", "orders.refund", "orders.view"]


def test_a_stranger_is_told_that_he_is_one(red, stranger):
    assert stranger(red).get("/auth/me").json()["permissions"] == []


@pytest.mark.parametrize(
    "credentials",
    [
        {"email": "owner@red.example", "password": "wrong"},
        {"email": "nobody@red.example", "password": PASSWORD},
    ],
)
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    red, person, stranger, credentials
):
    person(red)
    answer = stranger(red).post("/auth/login", credentials)

    assert answer.status_code == 401
    assert answer.json()["code"] == "wrong_credentials"
    assert answer["Content-Type"] == "application/problem+json"
    assert not ApiSession.objects.exists()


def test_an_address_is_known_whatever_its_case(red, person, stranger):
    person(red)
    answer = stranger(red).post("/auth/login", {"email": "OWNER@Red.example", "password": PASSWORD})
    assert answer.status_code == 200


def test_guessing_passwords_is_slowed_down(red, person, stranger):
    person(red)
    program = stranger(red)
    wrong = {"email": "owner@red.example", "password": "wrong"}

    answers = {program.post("/auth/login", wrong).status_code for _ in range(25)}

    assert answers == {401, 429}


def test_a_token_of_red_is_refused_at_blue(red, blue, signed_in, client_for, in_blue, person):
    owner = signed_in(red)
    person(blue)
    at_blue = Program(client_for(blue), **owner.headers)

    assert owner.get("/orders").status_code == 200
    answer = at_blue.get("/orders")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    assert at_blue.get("/events").status_code == 401  # also where strangers may
    refreshed = at_blue.post("/auth/refresh", {"refresh": owner.tokens["refresh"]})
    assert refreshed.status_code == 401


def test_a_token_of_red_signed_for_blue_is_refused_too(red, blue, signed_in, in_blue, client_for):
    """Even somebody who had the key of one shop could not make a token of another."""
    owner = signed_in(red)
    claims = jwt.decode(owner.tokens["access"], options={"verify_signature": False})
    forged = jwt.encode(claims | {"tenant": "blue"}, tokens._key(), algorithm="HS256")
    at_blue = Program(client_for(blue), Authorization=f"Bearer {forged}")

    assert at_blue.get("/orders").status_code == 401


@pytest.mark.parametrize(
    "make",
    [
        lambda token, claims: token[:-3] + "abc",
        lambda token, claims: jwt.encode(claims, None, algorithm="none"),
        lambda token, claims: jwt.encode(claims, settings.SECRET_KEY, algorithm="HS256"),
        lambda token, claims: "x",
        lambda token, claims: "a.b.c",
        lambda token, claims: token * 50,
        lambda token, claims: "ü.ü.ü",
    ],
)
def test_a_forged_token_is_refused(red, signed_in, make):
    owner = signed_in(red)
    claims = jwt.decode(owner.tokens["access"], options={"verify_signature": False})
    owner.headers = {"Authorization": f"Bearer {make(owner.tokens['access'], claims)}"}

    assert owner.get("/orders").status_code == 401


def test_a_refresh_token_is_no_access_token_nor_the_other_way_round(red, signed_in):
    owner = signed_in(red)
    swapped = owner.post("/auth/refresh", {"refresh": owner.tokens["access"]})
    owner.headers = {"Authorization": f"Bearer {owner.tokens['refresh']}"}

    assert swapped.status_code == 401
    assert owner.get("/orders").status_code == 401


def test_an_access_token_is_over_after_ten_minutes_and_is_renewed(red, signed_in):
    owner = signed_in(red)
    with time_machine.travel(timezone.now() + tokens.ACCESS_FOR, tick=False):
        assert owner.get("/orders").status_code == 401
        fresh = owner.client.post(
            "/api/v1/auth/refresh", {"refresh": owner.tokens["refresh"]}, "application/json"
        ).json()
        owner.headers = {"Authorization": f"Bearer {fresh['access']}"}
        assert owner.get("/orders").status_code == 200


def test_a_refresh_token_is_good_once_and_its_second_use_ends_the_sign_in(red, signed_in, stranger):
    owner = signed_in(red)
    program = stranger(red)
    fresh = program.post("/auth/refresh", {"refresh": owner.tokens["refresh"]}).json()
    owner.headers = {"Authorization": f"Bearer {fresh['access']}"}
    assert owner.get("/orders").status_code == 200

    again = program.post("/auth/refresh", {"refresh": owner.tokens["refresh"]})

    assert (again.status_code, again.json()["code"]) == (401, "token_refused")
    assert owner.get("/orders").status_code == 401
    assert program.post("/auth/refresh", {"refresh": fresh["refresh"]}).status_code == 401
    assert ApiSession.objects.get().closed_because == "reuse"


def test_signing_out_ends_all_tokens_of_the_sign_in_but_no_other(red, signed_in, stranger):
    owner = signed_in(red)
    other = stranger(red).post("/auth/login", {"email": owner.user.email, "password": PASSWORD})

    assert owner.post("/auth/logout").status_code == 204

    assert owner.get("/orders").status_code == 401
    refreshed = stranger(red).post("/auth/refresh", {"refresh": owner.tokens["refresh"]})
    assert refreshed.status_code == 401
    owner.headers = {"Authorization": f"Bearer {other.json()['access']}"}
    assert owner.get("/orders").status_code == 200


def test_a_changed_password_or_a_closed_account_counts_at_once(red, signed_in):
    owner, manager = signed_in(red), signed_in(red, "manager")
    owner.user.set_password("another one entirely")
    owner.user.save()
    manager.user.is_active = False
    manager.user.save()

    assert owner.get("/orders").status_code == 401
    assert manager.get("/orders").status_code == 401


def test_a_removed_member_may_nothing_any_more(red, signed_in):
    manager = signed_in(red, "manager")
    manager.user.member.removed_at = timezone.now()
    manager.user.member.save()

    answer = manager.get("/orders")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_backstages_session_opens_the_api_too_but_writes_only_with_its_csrf_token(red, client_for):
    client = client_for(red, "owner", enforce_csrf_checks=True)
    program = Program(client)

    assert program.get("/orders").status_code == 200
    assert program.post("/venues", {"name": "Hall"}).status_code == 403


def test_backstages_session_of_red_is_nothing_at_blue(red, blue, client_for):
    client = client_for(red, "owner")
    at_blue = client_for(blue)
    at_blue.cookies = client.cookies

    assert Program(at_blue).get("/orders").status_code == 401
