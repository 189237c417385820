"""The form in which texts are written in several languages, side by side."""

import re

from tenant_apps.ticketing.events.forms import EventForm
from tenant_apps.ticketing.events.models import TicketType
from tenant_apps.ticketing.venues.forms import VenueForm
from tenant_apps.ticketing.venues.models import Venue
from tests import make

TYPED = {"name": "The Hall", "timezone": "Europe/Paris", "accessibility": "A lift.\nNo steps."}


def test_what_is_typed_in_each_language_is_kept(red):
    form = VenueForm({**TYPED, "name_fr": "La Salle", "name_pt": "A Sala"})
    assert form.is_valid(), form.errors
    venue = form.save()
    venue.refresh_from_db()
    assert venue.name == "The Hall"
    assert venue.translations == {
        "fr": {"name": "La Salle"},
        "pt": {"name": "A Sala"},
    }


def test_what_was_written_is_there_again_and_can_be_emptied(red):
    venue = Venue.objects.create(name="The Hall", translations={"fr": {"name": "La Salle"}})
    assert VenueForm(instance=venue)["name_fr"].value() == "La Salle"
    form = VenueForm({**TYPED, "name_fr": ""}, instance=venue)
    assert form.is_valid(), form.errors
    assert form.save().translations == {}


def test_a_translation_keeps_the_limits_of_its_original(red):
    form = VenueForm({**TYPED, "name_fr": "x" * 201})
    assert not form.is_valid()
    assert "name_fr" in form.errors
    assert [tab.tongue.code for tab in form.tabs if tab.is_open] == ["fr"]


def test_each_language_tells_what_it_lacks(red):
    venue = Venue(name="Hall", accessibility="A lift.", translations={"fr": {"name": "Salle"}})
    said = {tab.tongue.code: tab.progress for tab in VenueForm(instance=venue).tabs}
    assert said == {"es": "0 of 2 texts", "fr": "1 of 2 texts", "pt": "0 of 2 texts"}


def test_a_fault_elsewhere_loses_nothing_that_was_typed(red, client_for):
    owner = client_for(red, "owner")
    typed = {**TYPED, "timezone": "", "name_fr": "La Salle", "name_pt": "A Sala", "words-tab": "pt"}
    page = owner.post("/backstage/venues/new", typed).text
    assert 'value="La Salle"' in page
    assert 'value="A Sala"' in page
    assert re.search(r'value="pt"[^>]*checked', page)


def test_a_ticket_type_is_written_in_the_language_of_its_event(red, client_for):
    event = make.event()
    event.language = "fr"
    event.save()
    kind = make.type_of(event)
    page = client_for(red, "owner").get(f"/backstage/events/{event.pk}/tickets/{kind.pk}")
    assert 'name="name_en"' in page.text
    assert 'name="name_fr"' not in page.text
    assert TicketType.objects.get(pk=kind.pk).own_language == "fr"


def test_the_originals_change_their_language_only_where_nothing_is_written_in_it(red):
    event = make.event()
    event.translations = {"fr": {"name": "Nuit"}}
    typed = {"name": "Night", "timezone": "Europe/Paris", "language": "fr", "name_fr": "Nuit"}
    form = EventForm(typed, instance=event)
    assert "language" in form.errors
    form = EventForm({**typed, "name_fr": ""}, instance=event)
    assert form.is_valid(), form.errors
    assert (form.instance.own_language, form.instance.translations) == ("fr", {})


def test_a_story_in_another_language_is_as_rich_and_as_clean_as_the_original(red):
    typed = {"name": "Night", "timezone": "Europe/Paris", "currency": "EUR"}
    story = "<p>Une <b>nuit</b></p><script>alert(1)</script>"
    form = EventForm({**typed, "description_fr": story})
    assert form.is_valid(), form.errors
    written = form.instance.translations["fr"]["description"]
    assert "nuit" in written
    assert "script" not in written
