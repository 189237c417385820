"""VIES by its REST interface, in the shapes that the Commission publishes.

https://ec.europa.eu/assets/taxud/vow-information/swagger_publicVAT.yaml: CheckVatRequest and
CheckVatResponse of `POST /check-vat-number`, CommonResponse with `errorWrappers` for what it cannot
tell (with status 200 as well as 4xx and 5xx).
"""

import pytest

from billing.vat.numbers import Number
from billing.vat.vies import ViesRegister
from tests.fakes.vies import FakeVies

GERMAN = Number("DE", "136695976")
GREEK = Number("EL", "094259216")

# "No verdict": everything of CommonResponse that says nothing about the number.
SILENT = [
    "MS_UNAVAILABLE",
    "SERVICE_UNAVAILABLE",
    "TIMEOUT",
    "MS_MAX_CONCURRENT_REQ",
    "MS_MAX_CONCURRENT_REQ_TIME",
    "GLOBAL_MAX_CONCURRENT_REQ",
    "GLOBAL_MAX_CONCURRENT_REQ_TIME",
    "VAT_BLOCKED",
    "IP_BLOCKED",
    "INVALID_REQUESTER_INFO",
]


@pytest.fixture
def vies(settings):
    """A fake VIES that our client asks."""
    fake = FakeVies().start()
    settings.VIES_URL = fake.url
    yield fake
    fake.stop()


def test_the_question_names_both_numbers_apart_from_their_prefixes(vies):
    ViesRegister().ask(GREEK)
    assert vies.asked == [
        {
            "countryCode": "EL",
            "vatNumber": "094259216",
            "requesterMemberStateCode": "FR",
            "requesterNumber": "11123456782",
        }
    ]


def test_before_we_have_said_who_we_are_it_is_asked_in_nobodys_name(vies, settings):
    settings.PLATFORM_SELLER = dict.fromkeys(settings.PLATFORM_SELLER, "")
    assert ViesRegister().ask(GERMAN).state == "invalid"
    assert vies.asked == [{"countryCode": "DE", "vatNumber": "136695976"}]


def test_a_number_it_knows_comes_with_a_name_and_a_consultation_number(vies):
    vies.known["DE136695976"] = "KONZERTHAUS GMBH"
    told = ViesRegister().ask(GERMAN)
    assert (told.state, told.name) == ("valid", "KONZERTHAUS GMBH")
    assert told.consultation == "WAPIAAAAY1BBBBBB"


def test_a_state_that_publishes_no_names_answers_with_dashes(vies):
    vies.known["DE136695976"] = "---"
    assert ViesRegister().ask(GERMAN).name == ""


def test_a_number_it_does_not_know_is_not_valid(vies):
    assert ViesRegister().ask(GERMAN).state == "invalid"


def test_what_it_takes_for_no_number_at_all_is_not_valid(vies):
    vies.mood = "INVALID_INPUT"
    assert ViesRegister().ask(GERMAN).state == "invalid"


@pytest.mark.parametrize("status", [200, 400, 500])
@pytest.mark.parametrize("mood", SILENT)
def test_what_it_cannot_tell_is_never_taken_for_a_no(vies, mood, status):
    vies.mood, vies.status = mood, status
    assert ViesRegister().ask(GERMAN).state == "pending"


@pytest.mark.parametrize(
    ("status", "raw"),
    [(502, b"<html>Bad Gateway</html>"), (200, b"[]"), (200, b"{}"), (429, b""), (200, b'"x"')],
)
def test_an_answer_that_nobody_understands_is_no_answer(vies, status, raw):
    vies.status, vies.raw = status, raw
    assert ViesRegister().ask(GERMAN).state == "pending"


def test_an_outside_that_is_away_is_no_answer(vies):
    vies.stop()
    assert ViesRegister().ask(GERMAN).state == "pending"
