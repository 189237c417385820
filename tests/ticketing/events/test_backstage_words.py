"""The words of an event, backstage."""

import io
from importlib import import_module

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tenant_apps.ticketing.events.models import Event
from tests import make

TYPED = {
    "name": "The Seagull",
    "summary": "A play.",
    "category": "Theatre",
    "description": "Four acts.",
    "venue": "",
    "timezone": "Europe/Paris",
    "currency": "EUR",
}


@pytest.fixture(autouse=True)
def files_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def manager(red, client_for):
    return client_for(red, "manager")


def picture(kind="PNG", size=(800, 600), name="p.png"):
    out = io.BytesIO()
    Image.new("RGB", size, "#8c1d2f").save(out, kind)
    return SimpleUploadedFile(name, out.getvalue())


def test_an_event_is_written_down_as_a_draft_and_the_sessions_come_next(manager):
    answer = manager.post("/backstage/events/new", TYPED)
    event = Event.objects.get()
    assert (event.slug, event.status) == ("the-seagull", "draft")
    assert answer["Location"] == f"/backstage/events/{event.pk}/sessions/new"


def test_a_name_that_is_taken_gets_an_address_of_its_own(manager):
    for _ in range(2):
        manager.post("/backstage/events/new", TYPED)
    assert set(Event.objects.values_list("slug", flat=True)) == {"the-seagull", "the-seagull-2"}


@pytest.mark.parametrize("name", ["مسرحية", "🎭🎭", "<script>alert(1)</script>", "=1+1", "a" * 200])
def test_any_name_is_a_name(manager, name):
    manager.post("/backstage/events/new", TYPED | {"name": name})
    event = Event.objects.get()
    assert event.name == name
    html = manager.get(f"/backstage/events/{event.pk}").content.decode()
    assert "<script>alert" not in html


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", ""),
        ("currency", "XXX"),
        ("timezone", "Nowhere"),
        ("venue", "99999"),
        ("summary", "x" * 301),
    ],
)
def test_what_does_not_fit_is_said_at_the_field_and_nothing_is_lost(manager, name, value):
    html = manager.post("/backstage/events/new", TYPED | {name: value}).content.decode()
    assert f'id="id_{name}-error"' in html
    assert "Four acts." in html
    assert Event.objects.count() == 0


def test_an_event_has_the_picture_that_was_chosen(manager):
    typed = {"picture": picture(size=(3000, 1500)), "picture-alt": "A gull."}
    manager.post("/backstage/events/new", TYPED | typed)
    kept = Event.objects.get().picture
    assert (kept.width, kept.height, kept.alt) == (3000, 1500, "A gull.")


def test_a_form_that_says_nothing_of_the_picture_leaves_it(manager):
    manager.post("/backstage/events/new", TYPED | {"picture": picture()})
    event = Event.objects.get()
    manager.post(f"/backstage/events/{event.pk}/words", TYPED | {"name": "Renamed"})
    assert Event.objects.get(name="Renamed").picture == event.picture
    manager.post(f"/backstage/events/{event.pk}/words", TYPED | {"picture-remove": "on"})
    assert Event.objects.get().picture is None


def test_a_story_may_be_rich_and_is_sieved(red, manager, client_for):
    story = "<p>Four <b>acts</b>.<img src=x onerror=alert(1)></p>"
    event = make.event()
    typed = TYPED | {"description": story, "timezone": "Europe/Madrid"}
    manager.post(f"/backstage/events/{event.pk}/words", typed)
    event.refresh_from_db()
    assert event.description == "<p>Four <strong>acts</strong>.</p>"
    assert event.description in client_for(red).get(event.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("p.png", b"no picture at all"),
        SimpleUploadedFile("p.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        picture(kind="GIF", name="p.gif"),
        picture(size=(20, 20)),
        SimpleUploadedFile("p.png", picture().read()[:200]),
    ],
    ids=["text", "svg", "gif", "tiny", "torn"],
)
def test_what_is_no_picture_is_refused_at_the_field(manager, file):
    import_module("tenant_apps.ticketing.tickets.press")  # its library forgives torn pictures
    file.seek(0)
    html = manager.post("/backstage/events/new", TYPED | {"picture": file}).content.decode()
    assert 'id="id_picture-error"' in html
    assert Event.objects.count() == 0


def test_clock_and_currency_stay_once_something_was_typed_in_them(red, manager):
    event = make.event()
    typed = TYPED | {"timezone": "Asia/Tokyo", "currency": "JPY", "name": "Renamed"}
    manager.post(f"/backstage/events/{event.pk}/words", typed)
    event.refresh_from_db()
    assert (event.name, event.timezone, event.currency) == ("Renamed", "Europe/Madrid", "EUR")
