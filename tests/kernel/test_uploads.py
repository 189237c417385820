"""Pictures made to harm are refused in words."""

import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from themes import services
from themes.pictures.reading import read

HEAD = struct.pack(">IIBBBBB", 500, 500, 8, 2, 0, 0, 0)
PIXELS = zlib.compress((b"\0" + b"\0" * 1500) * 500)
BOMB = zlib.compress(b"a" * 80_000_000)


def png(*chunks):
    made = b"\x89PNG\r\n\x1a\n"
    for kind, body in (*chunks, (b"IEND", b"")):
        check = zlib.crc32(kind + body)
        made += struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)
    return made


HARMFUL = {
    "a text that unpacks to 80 MB": png((b"IHDR", HEAD), (b"zTXt", b"k\0\0" + BOMB)),
    "a colour profile that unpacks to 80 MB": png((b"IHDR", HEAD), (b"iCCP", b"k\0\0" + BOMB)),
    "3.6 thousand million pixels": png(
        (b"IHDR", struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)), (b"IDAT", b"")
    ),
    "half a header": png((b"IHDR", b"\0\0")),
    "half a JPEG": b"\xff\xd8\xff\xc0\x00\x03",
    "a drawing with a script": b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
    "a page": b"<!doctype html><script>alert(1)</script>",
    "a WebP that promises too much": b"RIFF\xff\xff\xff\xffWEBPVP8X\n" + b"\0" * 7 + b"\xff" * 20,
}


@pytest.mark.parametrize("content", HARMFUL.values(), ids=HARMFUL)
@pytest.mark.parametrize("reader", [read, services.clean_logo])
def test_a_harmful_picture_is_refused(reader, content):
    with pytest.raises(ValidationError):
        reader(SimpleUploadedFile("x.png", content))


def test_what_a_camera_wrote_wrongly_about_itself_harms_nobody():
    exif = png((b"IHDR", HEAD), (b"eXIf", b"MM\0*"), (b"IDAT", PIXELS))
    try:
        read(SimpleUploadedFile("x.png", exif))
    except ValidationError as refusal:
        assert refusal.messages
