"""The brand, chosen backstage and seen in the shop at once."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from themes.current import forget
from themes.models import Brand, font_choices

CHOSEN = {
    "theme": "neon",
    "accent": "#AA3300",
    "second": "#003355",
    "display_font": "",
    "scheme": "",
    "tagline": "Since 1899",
    "footer": "",
}


@pytest.fixture(autouse=True)
def a_look_of_its_own(red, settings, tmp_path):
    """Files in a folder of the test, and no look kept that the rollback takes back."""
    settings.MEDIA_ROOT = tmp_path
    yield
    forget("red")


@pytest.fixture
def manager(red, client_for):
    return client_for(red, "manager")


def chosen(**changes):
    return CHOSEN | {"display_font": font_choices()[0][0]} | changes


def logo(kind="PNG", size=(300, 100)):
    out = io.BytesIO()
    Image.new("RGBA" if kind == "PNG" else "RGB", size, "#8c1d2f").save(out, kind)
    return SimpleUploadedFile("logo.png", out.getvalue())


def test_what_is_chosen_is_seen_in_the_shop_at_once(red, manager, client_for):
    shop = client_for(red)
    before = shop.get("/").content.decode()
    assert manager.post("/backstage/settings/brand", chosen()).status_code == 302
    after = shop.get("/").content.decode()
    assert "theme-neon" in after
    assert "Since 1899" in after
    assert before != after
    assert Brand.objects.get().accent == "#aa3300"


def test_a_logo_is_drawn_anew_and_served(red, manager, client_for):
    manager.post("/backstage/settings/brand", chosen(logo=logo(size=(2000, 1000))))
    answer = client_for(red).get("/brand/logo")
    with Image.open(io.BytesIO(b"".join(answer.streaming_content))) as drawn:
        assert (drawn.format, drawn.size) == ("PNG", (960, 480))
    manager.post("/backstage/settings/brand", chosen(remove_logo="on"))
    assert client_for(red).get("/brand/logo").status_code == 404


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("accent", "red"),
        ("accent", "#12345"),
        ("second", "#12345g"),
        ("theme", "marquee"),
        ("display_font", "Comic Sans"),
        ("tagline", "x" * 121),
        ("logo", SimpleUploadedFile("logo.png", b"not a picture")),
        ("logo", SimpleUploadedFile("logo.svg", b"<svg onload='alert(1)'/>")),
        ("logo", SimpleUploadedFile("logo.png", b"\x89PNG" + b"0" * 2_000_001)),
    ],
)
def test_what_does_not_fit_is_said_at_the_field_and_nothing_is_changed(manager, name, value):
    if hasattr(value, "seek"):
        value.seek(0)
    html = manager.post("/backstage/settings/brand", chosen(**{name: value})).content.decode()
    assert "has-error" in html
    assert "003355" in html or name == "second"
    assert Brand.objects.count() == 0


def test_a_colour_that_cannot_be_read_is_mended_and_the_owner_is_told(manager):
    manager.post("/backstage/settings/brand", chosen(theme="classic", accent="#ffee00"))
    html = manager.get("/backstage/settings/brand").content.decode()
    assert "hard to read" in html
    assert Brand.objects.get().accent == "#ffee00"


def test_who_may_not_dress_the_shop(red, client_for):
    assert client_for(red, "support").post("/backstage/settings/brand", chosen()).status_code == 403
    assert Brand.objects.count() == 0
