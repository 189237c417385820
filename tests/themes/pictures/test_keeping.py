"""A picture is kept once and framed as often as wanted; its sizes come after it."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from tenant_apps.ticketing.events.models import Event
from tests import make
from tests.themes.pictures.drawing import image, upload
from themes.pictures import files, sweeping
from themes.pictures.models import Picture
from themes.pictures.services import keep_picture, prepare, reframe
from themes.pictures.shapes import SHAPES

PER_CENT = st.integers(0, 100)


def served(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer, Image.open(io.BytesIO(b"".join(answer.streaming_content)))


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(
    width=st.integers(1, 5000),
    height=st.integers(1, 5000),
    crop=st.tuples(PER_CENT, PER_CENT, st.integers(1, 100), st.integers(1, 100)),
    focal=st.tuples(PER_CENT, PER_CENT),
    shape=st.sampled_from(sorted(SHAPES)),
)
def test_a_cut_lies_within_the_picture_and_has_its_shape(width, height, crop, focal, shape):
    left, top = min(crop[0] / 100, 0.99), min(crop[1] / 100, 0.99)
    picture = Picture(
        width=width, height=height, focal_x=focal[0], focal_y=focal[1], crop_x=left, crop_y=top,
        crop_width=min(crop[2] / 100, 1 - left), crop_height=min(crop[3] / 100, 1 - top),
    )  # fmt: skip
    found = picture.cut(shape)
    assert found.width >= 1
    assert found.height >= 1
    assert 0 <= found.left <= found.left + found.width <= max(width, found.left + 1)
    assert 0 <= found.top <= found.top + found.height <= max(height, found.top + 1)
    ratio = SHAPES[shape].ratio
    if ratio and found.width > 100 and found.height > 100:
        assert found.width / found.height == pytest.approx(ratio, rel=0.02)


def test_what_matters_most_is_in_every_shape(red):
    picture = keep_picture(upload=upload(image((2000, 1000))), focal=(95, 50))
    poster = picture.cut("poster")
    assert poster.left + poster.width == 2000
    assert (poster.width, poster.height) == (750, 1000)
    assert picture.cut("wide").box == (222, 0, 2000, 1000)


def test_its_sizes_are_made_after_it_and_never_larger_than_it_is(red, client_for):
    picture = keep_picture(upload=upload(image((1000, 700))), shapes=("wide", "share"))
    assert not picture.has("wide")
    client = client_for(red)
    answer, drawn = served(client, picture.url_of("wide"))
    assert (drawn.size, answer["Cache-Control"]) == (
        (1000, 700),
        "public, max-age=31536000, immutable",
    )

    sweeping.make_sizes(picture_id=picture.pk)
    picture.refresh_from_db()
    widths = picture.cut("wide").widths(SHAPES["wide"])
    assert widths == [480, 640, 960]
    for kind, kept in (("avif", "AVIF"), ("webp", "WEBP"), ("jpg", "JPEG")):
        for width in widths:
            _answer, drawn = served(client, picture.url(picture.name("wide", width, kind)))
            assert (drawn.format, drawn.width) == (kept, width)
    _answer, drawn = served(client, picture.share_url)
    assert (drawn.format, drawn.size) == ("JPEG", (1000, 525))


def test_a_see_through_picture_stays_see_through_in_every_format(red, client_for):
    clear = Image.new("RGBA", (500, 500), (200, 0, 0, 80))
    picture = keep_picture(upload=upload(clear, "PNG"), shapes=("square",))
    sweeping.make_sizes(picture_id=picture.pk)
    picture.refresh_from_db()
    for kind in ("avif", "webp", "jpg"):
        name = picture.name("square", 320, kind)
        answer, drawn = served(client_for(red), picture.url(name))
        assert drawn.convert("RGBA").getpixel((5, 5))[3] < 100
    assert answer["Content-Type"] == "image/png"


def test_the_sizes_are_asked_for_when_the_row_has_come_to_stay(
    red, monkeypatch, django_capture_on_commit_callbacks
):
    picture = keep_picture(upload=upload())
    asked = []
    monkeypatch.setattr(
        "themes.pictures.tasks.make_sizes.apply_async", lambda args, retry: asked.append(args)
    )
    with django_capture_on_commit_callbacks(execute=True):
        prepare(picture)
        assert asked == []
    assert asked == [[picture.pk]]


def test_no_broker_does_no_harm_and_the_clock_makes_up_for_it(
    red, monkeypatch, django_capture_on_commit_callbacks
):
    def away(*args, **kwargs):
        raise OSError

    monkeypatch.setattr("themes.pictures.tasks.make_sizes.apply_async", away)
    picture = keep_picture(upload=upload())
    with django_capture_on_commit_callbacks(execute=True):
        prepare(picture)
    event = make.event()
    Event.objects.filter(pk=event.pk).update(picture=picture)
    Picture.objects.update(made_at=timezone.now() - timedelta(minutes=2))
    sweeping.make_what_is_missing()
    picture.refresh_from_db()
    assert picture.is_ready


def test_another_frame_is_another_row_and_the_old_one_stays_as_it_was(red):
    picture = keep_picture(upload=upload())
    other = reframe(picture=picture, crop=(0.25, 0.25, 0.5, 0.5), focal=(30, 30))
    assert other.pk != picture.pk
    assert other.frame != picture.frame
    assert other.file.name == picture.file.name
    assert other.cut("free").box == (200, 150, 600, 450)
    assert Picture.objects.get(pk=picture.pk).crop == (0.0, 0.0, 1.0, 1.0)
    assert reframe(picture=picture, focal=(50, 50)) == picture


def test_other_words_need_no_new_files(red):
    picture = keep_picture(upload=upload())
    sweeping.make_sizes(picture_id=picture.pk)
    picture.refresh_from_db()
    said = reframe(picture=picture, alt="Two dancers.", translations={"fr": {"alt": "Deux"}})
    assert (said.alt, said.is_ready, said.frame) == ("Two dancers.", True, picture.frame)


def test_what_nobody_uses_is_forgotten_with_its_files_and_no_more(red):
    used, unused = (keep_picture(upload=upload(image((800, size)))) for size in (600, 610))
    same_file = reframe(picture=used, focal=(1, 1))
    fresh = keep_picture(upload=upload(image((800, 620))))
    Event.objects.filter(pk=make.event().pk).update(picture=used)
    Picture.objects.exclude(pk=fresh.pk).update(made_at=timezone.now() - timedelta(days=8))
    assert sweeping.forget_unused() == 2
    assert set(Picture.objects.all()) == {used, fresh}
    assert not default_storage.exists(unused.file.name)
    assert default_storage.exists(used.file.name)
    assert same_file.digest == used.digest


def test_an_address_leads_to_the_files_of_its_own_shop_only(red, blue, client_for, in_blue):
    seen_nowhere_else = image((777, 613))
    picture = keep_picture(upload=upload(seen_nowhere_else))
    address = picture.url(picture.first_name)
    assert client_for(red).get(address).status_code == 200
    assert client_for(blue).get(address).status_code == 404
    with in_blue():
        keep_picture(upload=upload(seen_nowhere_else))
    assert client_for(blue).get(address).status_code == 200


@pytest.mark.parametrize(
    "rest",
    [
        "../original.jpg",
        "%2e%2e%2foriginal.jpg",
        "original.jpg",
        "first.svg",
        "first.jpg/x",
        "FIRST.JPG",
    ],
)
def test_nothing_else_is_served(red, client_for, rest):
    picture = keep_picture(upload=upload())
    assert (
        client_for(red).get(f"/pictures/{picture.digest}/{picture.frame}/{rest}").status_code == 404
    )


def test_the_same_file_is_kept_once(red):
    one, two = keep_picture(upload=upload()), keep_picture(upload=upload())
    assert one.file.name == two.file.name
    folder = f"{files.ROOT}/{one.digest}"
    assert default_storage.listdir(folder)[1] == ["original.jpg"]
