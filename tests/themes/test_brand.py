import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from themes import current
from themes.models import Brand
from themes.pictures.models import Picture
from themes.pictures.services import keep_picture
from themes.pictures.sweeping import forget_unused
from themes.services import save_brand


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture(kind="PNG", size=(40, 20), colour=(200, 0, 0)) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return SimpleUploadedFile(f"logo.{kind.lower()}", out.getvalue())


def test_a_shop_that_has_said_nothing_looks_like_its_theme(red):
    look = current.look()
    assert (look.theme, look.accent, look.scheme) == ("classic", "#8c1d2f", "auto")
    assert look.name == red.name


def test_what_is_saved_is_seen_at_once(red):
    before = current.look().edition
    save_brand(accent="#0055AA", theme="neon", tagline="Since 1899")
    look = current.look()
    assert (look.accent, look.theme, look.tagline) == ("#0055aa", "neon", "Since 1899")
    assert look.edition != before
    save_brand(tagline="Since 1900")
    assert current.look().accent == "#0055aa"


def test_a_warm_look_costs_no_query(red, django_assert_num_queries):
    save_brand(accent="#0055aa")
    current.look()
    with django_assert_num_queries(0):
        assert current.look().accent == "#0055aa"
    current._known.clear()
    with django_assert_num_queries(0):
        assert current.look().accent == "#0055aa"


def test_blue_does_not_wear_what_red_has_chosen(red, blue):
    from kernel.tenancy import in_tenant

    save_brand(accent="#0055aa")
    with in_tenant("blue"):
        assert current.look().accent == "#8c1d2f"


@pytest.mark.parametrize(
    "words",
    [
        {"accent": "red"},
        {"accent": "#12345"},
        {"accent": "#8c1d2f;}"},
        {"accent": "#8c1d2f\n"},
        {"theme": "marquee"},
        {"theme": "../../etc"},
        {"display_font": "comic"},
        {"scheme": "purple"},
        {"tagline": "x" * 121},
    ],
)
def test_what_is_no_brand_is_refused_and_nothing_changes(red, words):
    save_brand(accent="#0055aa")
    before = Brand.newest()
    with pytest.raises(ValidationError):
        save_brand(**words)
    assert Brand.newest() == before
    assert Brand.newest().said == before.said


def test_a_logo_is_drawn_anew_small_and_without_metadata(red):
    brand, _ = save_brand(logo=picture("JPEG", (3000, 1000)))
    with default_storage.open(brand.said["logo"]) as file, Image.open(file) as kept:
        assert kept.format == "PNG"
        assert kept.size == (960, 320)
    assert current.look().logo_url.startswith("/brand/logo?v=")
    save_brand(remove_logo=True)
    assert current.look().logo_url == ""


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n" + b"0" * 40),
        SimpleUploadedFile("a.png", b""),
        SimpleUploadedFile("a.png", b"0" * 2_000_001),
        picture("GIF"),
    ],
    ids=["svg", "broken", "empty", "large", "gif"],
)
def test_a_logo_that_is_no_picture_is_refused(red, upload):
    upload.seek(0)
    with pytest.raises(ValidationError):
        save_brand(logo=upload)
    assert not Brand.objects.exists()


def test_a_logo_with_too_many_pixels_is_refused_before_it_is_unpacked(red):
    with pytest.raises(ValidationError):
        save_brand(logo=picture("PNG", (6000, 6000)))


def test_the_style_sheet_is_kept_for_a_year_under_its_own_version(red, client_for):
    save_brand(accent="#0055aa")
    client = client_for(red)
    edition = current.look().edition
    right = client.get(f"/brand.css?v={edition}")
    assert right.status_code == 200
    assert right["Content-Type"].startswith("text/css")
    assert "immutable" in right["Cache-Control"]
    assert "#0055aa" in right.content.decode()
    old = client.get("/brand.css?v=long-ago")
    assert "immutable" not in old["Cache-Control"]
    assert "#0055aa" in old.content.decode()


def test_a_logo_that_is_not_there_is_not_found(red, client_for):
    assert client_for(red).get("/brand/logo").status_code == 404
    save_brand(logo=picture())
    answer = client_for(red).get("/brand/logo")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"


def test_a_picture_of_any_edition_is_never_swept_away(red):
    """Not even one that only an older edition shows: it may be put back."""
    long_ago = timezone.now() - timedelta(days=90)
    shown, other = (keep_picture(upload=picture("JPEG", (900, 700), c)) for c in ("red", "blue"))
    save_brand(hero_picture=shown.pk)
    save_brand(hero_picture=0)
    Picture.objects.update(made_at=long_ago)
    forget_unused()
    assert list(Picture.objects.all()) == [shown]
    assert other.pk not in Brand.objects.values_list("said__hero_picture", flat=True)
