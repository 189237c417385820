"""Texts in several languages, by the API."""

from tenant_apps.ticketing.events.models import Event
from tests import make

FRENCH = {"fr": {"name": "Nuit d'été", "summary": "Un concert."}}


def test_staff_write_the_languages_and_strangers_read_their_own(red, in_role, stranger):
    event = make.event()
    here = f"/events/{event.pk}"
    staff, buyer = in_role(red, "manager"), stranger(red)
    written = staff.patch(here, {"translations": FRENCH}, accept_language="fr").json()
    assert (written["name"], written["language"]) == ("Summer Night", "en")
    assert written["translations"] == FRENCH

    seen = buyer.get(here, accept_language="fr").json()
    assert (seen["name"], seen["translations"]) == ("Nuit d'été", None)
    assert buyer.get(here, accept_language="es").json()["name"] == "Summer Night"
    found = buyer.get("/events?q=été", accept_language="fr").json()["items"]
    assert [one["id"] for one in found] == [event.pk]


def test_a_language_that_is_not_named_stays_and_an_empty_text_goes(red, in_role):
    event = make.event()
    staff, here = in_role(red, "manager"), f"/events/{event.pk}"
    staff.patch(here, {"translations": {**FRENCH, "es": {"name": "Noche"}}})
    staff.patch(here, {"translations": {"fr": {"summary": ""}}})
    assert Event.objects.get().translations == {
        "fr": {"name": "Nuit d'été"},
        "es": {"name": "Noche"},
    }


def test_a_row_s_own_language_is_no_translation(red, in_role):
    event = make.event()
    answer = in_role(red, "manager").patch(
        f"/events/{event.pk}", {"translations": {"en": {"name": "Other"}}}
    )
    assert answer.status_code == 422
    assert Event.objects.get().translations == {}


def test_ticket_types_and_venues_have_languages_too(red, in_role, stranger):
    event = make.event()
    kind = make.type_of(event)
    staff = in_role(red, "manager")
    types = f"/events/{event.pk}/ticket-types"
    staff.patch(f"{types}/{kind.pk}", {"translations": {"pt": {"name": "Plateia"}}})
    told = stranger(red).get(types, accept_language="pt").json()["items"]
    assert [one["name"] for one in told] == ["Plateia"]

    venue = {"name": "The Hall", "translations": {"pt": {"name": "A Sala"}}}
    made = staff.post("/venues", venue).json()
    assert made["translations"] == {"pt": {"name": "A Sala"}}
