"""What is uploaded: read whatever a camera writes, keep nothing of it but the picture."""

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms

from tests.themes.pictures.drawing import image, upload
from themes.pictures.reading import LARGEST_FILE, read

GPS = 0x8825
ORIENTATION = 0x0112
SOFTWARE = 0x0131


def refusal(file):
    with pytest.raises(ValidationError) as found:
        read(file)
    return found.value.messages[0]


def png(*chunks):
    made = b"\x89PNG\r\n\x1a\n"
    for kind, body in (*chunks, (b"IEND", b"")):
        check = zlib.crc32(kind + body)
        made += struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)
    return made


def test_where_it_was_taken_and_by_whom_is_gone():
    exif = Image.Exif()
    exif[SOFTWARE] = "Secret camera"
    exif.get_ifd(GPS)[2] = (48.0, 51.0, 29.0)
    sent = upload(exif=exif, comment=b"secret words")
    assert b"Secret camera" in sent.read()
    kept = read(sent).encoded()
    assert b"ecret" not in kept
    with Image.open(io.BytesIO(kept)) as opened:
        assert not opened.getexif()
        assert set(opened.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density",
                                    "progressive", "progression"}  # fmt: skip


def test_what_lies_on_its_side_is_put_upright():
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    assert read(upload(exif=exif)).image.size == (600, 800)


def test_colours_of_another_kind_become_those_of_the_web():
    for mode, kind in (("CMYK", "JPEG"), ("L", "PNG"), ("P", "PNG"), ("1", "PNG")):
        found = read(upload(image(mode=mode), kind))
        assert (found.image.mode, found.is_see_through) == ("RGB", False)


def test_a_colour_profile_is_applied_not_dropped():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    plain = read(upload(kind="PNG")).image.getpixel((400, 300))
    assert read(upload(kind="PNG", icc_profile=lab.tobytes())).image.getpixel((400, 300)) == plain
    assert read(upload(kind="PNG", icc_profile=b"nonsense")).image.getpixel((400, 300)) == plain


def test_sixteen_bits_keep_their_greys():
    grey = Image.new("I;16", (500, 500), 32768)
    assert read(upload(grey, "PNG")).image.getpixel((0, 0)) == pytest.approx((128,) * 3, abs=1)


def test_what_shines_through_stays_so_and_what_only_could_does_not():
    assert read(upload(Image.new("RGBA", (500, 500), (9, 9, 9, 100)), "PNG")).is_see_through
    assert not read(upload(Image.new("RGBA", (500, 500), (9, 9, 9, 255)), "PNG")).is_see_through


def test_a_large_one_is_kept_smaller():
    assert read(upload(image((6000, 3000)), quality=30)).image.size == (4096, 2048)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (SimpleUploadedFile("p.jpg", b""), "empty"),
        (SimpleUploadedFile("p.jpg", b"x" * (LARGEST_FILE + 1)), "10 MB"),
        (SimpleUploadedFile("p.jpg", b"no picture at all"), "damaged"),
        (SimpleUploadedFile("p.jpg", b"<svg onload=alert(1)>"), "SVG"),
        (SimpleUploadedFile("p.png", b"\n <!DOCTYPE html><script>"), "pages"),
        (SimpleUploadedFile("p.jpg", b"\0\0\0\x18ftypheic"), "HEIC"),
        (upload(kind="GIF"), "GIF"),
        (upload(kind="BMP"), "damaged"),
        (upload(image((399, 800))), "400"),
        (upload(image((4000, 500))), "strip"),
        (upload(kind="WEBP", save_all=True, append_images=[image().rotate(9)]), "moves"),
        (upload(kind="PNG", save_all=True, append_images=[image().rotate(9)]), "moves"),
        (SimpleUploadedFile("p.jpg", upload().read()[:4000]), "damaged"),
    ],
    ids=["empty", "heavy", "text", "svg", "html", "heic", "gif", "bmp", "tiny", "strip",
         "moving webp", "moving png", "torn"],
)  # fmt: skip
def test_each_refusal_says_what_is_wrong(file, said):
    file.seek(0)
    assert said in refusal(file)


def test_a_bomb_is_refused_before_it_goes_off():
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 40_000_000, 9)
    bomb = png((b"IHDR", head), (b"IDAT", pixels))
    assert len(bomb) < 100_000
    assert refusal(SimpleUploadedFile("p.png", bomb))


def test_a_picture_that_is_a_page_too_is_kept_as_a_picture_only():
    both = upload().read() + b"<script>alert(1)</script>"
    kept = read(SimpleUploadedFile("p.html", both)).encoded()
    assert b"<script" not in kept
    assert kept.startswith(b"\xff\xd8\xff")
