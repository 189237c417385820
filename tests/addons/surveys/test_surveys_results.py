"""What the organizer sees, and the arithmetic of the score."""

import csv
import io
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.tenancy import in_tenant
from shared_apps.tenants.services import features
from tenant_apps.addons.surveys import nps
from tenant_apps.addons.surveys.models import Answer
from tenant_apps.addons.surveys.services import replies
from tenant_apps.office.team.hooks import dashboard_cards
from tests import make
from tests.conftest import STAFF

SCORES = st.lists(st.integers(0, 10), min_size=0, max_size=300)


@given(SCORES)
def test_the_score_is_the_share_of_promoters_less_that_of_detractors_rounded_once(scores):
    result = nps.Result.of({score: scores.count(score) for score in set(scores)})
    assert result.n == len(scores) == sum(result.counts)
    assert result.promoters + result.passives + result.detractors == result.n
    if result.n < nps.FEWEST:
        assert result.score is None
        assert result.margin is None
        return
    exact = Fraction(100 * (sum(s >= 9 for s in scores) - sum(s <= 6 for s in scores)), len(scores))
    assert abs(result.score - exact) <= Fraction(1, 2)
    assert -100 <= result.score <= 100
    assert 0 <= result.margin <= 100


@given(SCORES)
def test_the_order_of_answers_says_nothing_and_a_promoter_never_lowers_the_score(scores):
    counted = {score: scores.count(score) for score in set(scores)}
    result = nps.Result.of(counted)
    better = nps.Result.of({**counted, 10: counted.get(10, 0) + 1})
    assert result == nps.Result.of(dict(reversed(counted.items())))
    if result.is_shown:
        assert better.score >= result.score


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([10] * 5, 100),
        ([0] * 5, -100),
        ([7, 8, 7, 8, 7], 0),
        ([9, 9, 9, 6, 8], 40),
        ([9] + [7] * 199, 1),  # 0.5 is rounded away from zero …
        ([6] + [7] * 199, -1),  # … on both sides
        ([10, 10, 10, 10], None),
    ],
)
def test_known_scores(scores, expected):
    assert nps.Result.of({s: scores.count(s) for s in scores}).score == expected


@pytest.fixture
def answered(admitted):
    """`answered([9, 3], of=event)`: so many answers, the first with a comment."""

    def answer(scores, of=None, comment="=1+1"):
        invitations = admitted(len(scores), of=of or make.event())
        for place, (invitation, score) in enumerate(zip(invitations, scores, strict=True)):
            replies.answer(invitation=invitation, score=score, comment="" if place else comment)
        return invitations

    return answer


def test_backstage_shows_score_spread_and_comments(answered, client_for, red):
    answered([9, 9, 9, 6, 8], comment="Warm <b>welcome</b>")
    page = client_for(red, "support").get("/backstage/surveys/")
    assert page.status_code == 200
    assert '<p class="figure-value">40</p>' in page.text
    assert "n = 5" in page.text
    assert "Warm &lt;b&gt;welcome&lt;/b&gt;" in page.text


def test_below_five_nothing_is_shown_at_any_door(answered, client_for, red):
    answered([10, 0, 5, 9], comment="Only four of us")
    client = client_for(red, "owner")
    page = client.get("/backstage/surveys/")
    assert "4 answers so far" in page.text
    assert "Only four of us" not in page.text
    assert "Only four of us" not in csv_of(client)
    out = client.get("/api/v1/surveys/results").json()
    assert (out["answers"], out["nps"], out["scores"]) == (4, None, [])


def test_results_of_one_event_leave_out_the_others(answered, client_for, red):
    praised, panned = make.event(name="Praised"), make.event(name="Panned")
    answered([10] * 5, of=praised)
    answered([0] * 5, of=panned)
    client = client_for(red, "manager")
    for event, score in ((praised, 100), (panned, -100)):
        out = client.get(f"/api/v1/surveys/results?event_id={event.pk}").json()
        assert (out["nps"], out["answers"], out["margin"]) == (score, 5, 0)
    out = client.get("/api/v1/surveys/results").json()
    assert (out["nps"], out["promoters"], out["passives"], out["detractors"]) == (0, 5, 0, 5)
    assert "Praised" in client.get(f"/backstage/surveys/?event={praised.pk}").text
    assert client.get("/backstage/surveys/?event=999999999999").status_code == 200


def test_the_table_is_harmless_to_a_spreadsheet(answered, client_for, red):
    answered([9, 9, 9, 6, 8], comment="=HYPERLINK(1)")
    rows = list(csv.DictReader(io.StringIO(csv_of(client_for(red, "owner")).lstrip("\ufeff"))))
    assert sorted(int(row["score"]) for row in rows) == [6, 8, 9, 9, 9]
    assert {row["comment"] for row in rows} == {"", "'=HYPERLINK(1)"}
    assert {row["event"] for row in rows} == {"Summer Night"}


def csv_of(client):
    response = client.get("/backstage/surveys/answers.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return b"".join(response.streaming_content).decode()


@pytest.mark.parametrize("role", ["finance", "scanner"])
def test_who_may_not_see_customers_sees_no_answers(answered, client_for, red, role):
    answered([9] * 5)
    client = client_for(red, role)
    assert client.get("/backstage/surveys/").status_code == 403
    assert client.get("/backstage/surveys/answers.csv").status_code == 403
    assert client.get("/api/v1/surveys/results").status_code == 403


def test_a_stranger_is_sent_to_sign_in(surveys, client_for, red):
    response = client_for(red).get("/backstage/surveys/")
    assert response.status_code == 302
    assert response["Location"].startswith("/signin")
    assert client_for(red).get("/api/v1/surveys/results").status_code in (401, 403)


def test_the_home_page_has_a_card_once_there_are_answers(answered, surveys):
    assert dashboard_cards.ask() == []
    answered([9] * 5)
    (panel,) = dashboard_cards.ask()
    assert panel.context["survey_result"].score == 100


def test_switched_off_every_door_is_shut_and_what_was_said_stays(answered, client_for, red):
    answered([9] * 5)
    client = client_for(red, "owner")
    features.turn_off(tenant=red, code="surveys", by=STAFF, reason="cancelled")
    shut = client.get("/backstage/surveys/")
    assert shut.status_code == 403
    assert "figure-value" not in shut.text
    api = client.get("/api/v1/surveys/results")
    assert (api.status_code, api.json()["code"]) == (403, "feature_not_enabled")
    assert "/backstage/surveys/" not in client.get("/backstage/settings/add-ons").text
    with in_tenant("red"):
        assert dashboard_cards.ask() == []
        assert Answer.objects.count() == 5
