"""A page, eleven numbers, one answer that may be changed for a week."""

import pytest

from kernel.facts.models import Record
from shared_apps.tenants.services import features
from tenant_apps.addons.surveys.errors import ScoreOutOfRange, SurveyClosed
from tenant_apps.addons.surveys.models import Answer
from tenant_apps.addons.surveys.services import replies
from tenant_apps.ticketing.sales.hooks import order_panels
from tests import make
from tests.conftest import STAFF


def told(name):
    return Record.objects.filter(name=name).count()


def test_the_page_asks_and_takes_the_answer_without_a_script(admitted, client_for, red):
    (invitation,) = admitted()
    client = client_for(red)

    asked = client.get(f"/surveys/{invitation.token}")
    assert asked.status_code == 200
    assert "Summer Night" in asked.text
    assert asked.text.count('type="radio"') == 11
    assert not Answer.objects.exists()

    sent = client.post(f"/surveys/{invitation.token}", {"score": "9", "comment": "The light!"})
    assert sent.status_code == 302
    answer = Answer.objects.get()
    assert (answer.score, answer.comment, answer.invitation) == (9, "The light!", invitation)
    assert told("SurveyAnswered") == 1
    assert "Thank you" in client.get(sent["Location"]).text


def test_a_number_in_the_link_chooses_and_answers_nothing(admitted, client_for, red):
    (invitation,) = admitted()
    text = client_for(red).get(f"/surveys/{invitation.token}?score=7").text
    assert 'value="7"' in text
    assert text.count("checked") == 1
    assert not Answer.objects.exists()


def test_an_answer_is_changed_not_doubled(admitted):
    (invitation,) = admitted()
    first = replies.answer(invitation=invitation, score=3)
    again = replies.answer(invitation=invitation, score=3)
    changed = replies.answer(invitation=invitation, score=8, comment="Slept over it.")

    assert first == again == changed == Answer.objects.get()
    assert Answer.objects.get().score == 8
    assert (told("SurveyAnswered"), told("SurveyAnswerChanged")) == (1, 1)


def test_after_a_week_an_answer_stands(admitted, at, client_for, red):
    (invitation,) = admitted()
    replies.answer(invitation=invitation, score=3)
    with at(days=6, hours=23):
        replies.answer(invitation=invitation, score=4)
    with at(days=7, seconds=1):
        with pytest.raises(SurveyClosed):
            replies.answer(invitation=invitation, score=10)
        page = client_for(red).get(f"/surveys/{invitation.token}")
        assert "can no longer be changed" in page.text
        assert "<form method" not in page.text.split("<main", 1)[1]
    assert Answer.objects.get().score == 4


@pytest.mark.parametrize("score", ["", "11", "-1", "9.5", "nine", "9" * 400, "\x00"])
def test_what_is_no_number_from_0_to_10_is_refused_and_nothing_changes(
    admitted, client_for, red, score
):
    (invitation,) = admitted()
    refused = client_for(red).post(
        f"/surveys/{invitation.token}", {"score": score, "comment": "kept <b>text</b>"}
    )
    assert refused.status_code == 422
    assert "Choose a number from 0 to 10." in refused.text
    assert "kept &lt;b&gt;text&lt;/b&gt;" in refused.text
    assert not Answer.objects.exists()


def test_the_service_refuses_a_number_that_no_form_would_let_through(admitted):
    (invitation,) = admitted()
    for score in (-1, 11):
        with pytest.raises(ScoreOutOfRange):
            replies.answer(invitation=invitation, score=score)
    assert not Answer.objects.exists()


def test_a_token_opens_nothing_elsewhere(admitted, client_for, red, blue, turn_on):
    (invitation,) = admitted()
    turn_on(blue, "surveys")
    assert client_for(blue).get(f"/surveys/{invitation.token}").status_code == 404
    assert client_for(red).get(f"/surveys/{invitation.token[:-1]}").status_code == 404


def test_suspended_still_takes_answers_and_off_takes_none(admitted, client_for, red):
    (invitation,) = admitted()
    client = client_for(red)
    features.turn_off(tenant=red, code="surveys", by=STAFF, reason="unpaid", state="suspended")
    assert client.post(f"/surveys/{invitation.token}", {"score": "10"}).status_code == 302
    assert Answer.objects.get().score == 10

    features.turn_off(tenant=red, code="surveys", by=STAFF, reason="cancelled")
    assert client.get(f"/surveys/{invitation.token}").status_code == 404
    assert client.post(f"/surveys/{invitation.token}", {"score": "1"}).status_code == 404
    assert Answer.objects.get().score == 10


def test_the_order_page_links_to_the_question_once_somebody_came_in(admitted, client_for, red):
    (invitation,) = admitted()
    order = invitation.ticket.order
    assert invitation.get_absolute_url() in client_for(red).get(order.get_absolute_url()).text

    waiting = make.paid_order(email="ben@example.org")
    assert order_panels.ask(order=waiting) == []
