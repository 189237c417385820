"""What makes no sense is sent away at the doorstep, as the asker's fault and not as ours."""

import pytest

from tests import make


@pytest.mark.parametrize(
    "path",
    ["/?q=a%00", "/?category=%00", "/orders/%00/k", "/orders/AAA/%00", "/surveys/%00", "/%00",
     "/backstage/orders/%00", "/api/v1/events?q=%00"],
)  # fmt: skip
def test_a_nul_in_an_address_is_refused(red, client_for, turn_on, path):
    turn_on(red, "surveys")
    assert client_for(red).get(path).status_code == 400


def test_a_nul_in_a_cookie_is_refused(red, client_for):
    answer = client_for(red).get(
        "/backstage/", headers={"cookie": 'sessionid="\\000aaaaaaaaaaaaaaaa"'}
    )
    assert answer.status_code == 400


def test_the_api_says_so_in_its_own_way(red, client_for):
    answer = client_for(red).get("/api/v1/events?q=%00")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "bad_request"


def test_a_body_beyond_all_use_is_refused_before_it_is_read(red, client_for):
    answer = client_for(red).post("/cart/add", {}, CONTENT_LENGTH="99000000000")
    assert answer.status_code == 413


def test_a_length_that_is_no_number_is_no_length(red, client_for):
    assert client_for(red).get("/", CONTENT_LENGTH="-1").status_code == 200


@pytest.mark.parametrize("session", ["9" * 5000, "٣", "²", "-1", "x", "", "1e9"])
def test_a_strange_choice_of_session_shows_the_usual_one(red, client_for, session):
    event = make.event()
    answer = client_for(red).get(event.get_absolute_url(), {"session": session})
    assert answer.status_code == 200
