"""Logos and icons: what is uploaded is drawn anew, small and without metadata."""

import hashlib
import io

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image

from kernel.uploads import UNREADABLE

LOGO_BYTES = 2_000_000
LOGO_PIXELS = 20_000_000
LOGO_BOX = (960, 480)
LOGO_FORMATS = ("PNG", "JPEG", "WEBP")
ICON_SIZES = (512, 180, 32)
FOLDER = "brand"


def clean_logo(upload: UploadedFile) -> ContentFile:
    """The uploaded logo as a PNG of at most 960 × 480 px, stripped of metadata.

    Raises ValidationError for what is too large, not a picture, or of another kind.
    """
    drawn = _read(upload)
    drawn.thumbnail(LOGO_BOX)
    return _png(drawn)


def keep_logo(upload: UploadedFile) -> str:
    """Store a logo; returns its path. Raises ValidationError like `clean_logo`."""
    return _store(clean_logo(upload))


def keep_icon(upload: UploadedFile) -> str:
    """Store an icon in all its sizes; returns the path of the largest. Raises ValidationError."""
    return _store_icon(_read(upload))


def icon_of_logo(path: str) -> str:
    """Make an icon of a stored logo; returns the path of the largest size, "" if it is lost."""
    try:
        with default_storage.open(path) as file, Image.open(file, formats=("PNG",)) as logo:
            return _store_icon(logo.convert("RGBA"))
    except UNREADABLE:
        return ""


def sized(path: str, size: int) -> str:
    """Where an icon of this size (pixels) lies, by the path of the largest."""
    return path.replace(f"-{ICON_SIZES[0]}.png", f"-{size}.png")


def _read(upload: UploadedFile) -> Image.Image:
    if (upload.size or 0) > LOGO_BYTES:
        raise ValidationError(_("The logo is larger than 2 MB. Please choose a smaller file."))
    try:
        with Image.open(upload, formats=LOGO_FORMATS) as picture:
            if picture.width * picture.height > LOGO_PIXELS:
                raise ValidationError(_("The logo has too many pixels. 960 × 480 is enough."))
            return picture.convert("RGBA")
    except UNREADABLE as error:
        raise ValidationError(
            _("This file is not a PNG, JPEG or WebP picture that we can read.")
        ) from error


def _png(picture: Image.Image, suffix: str = "") -> ContentFile:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    name = hashlib.sha256(out.getvalue()).hexdigest()[:16]
    return ContentFile(out.getvalue(), name=f"{name}{suffix}.png")


def _store(file: ContentFile, name: str = "") -> str:
    """Named by its content, so the same picture lies there once and an edition never loses it."""
    path = f"{FOLDER}/{name or file.name}"
    return path if default_storage.exists(path) else default_storage.save(path, file)


def _store_icon(picture: Image.Image) -> str:
    side = max(picture.size)
    square = Image.new("RGBA", (side, side))
    square.paste(picture, ((side - picture.width) // 2, (side - picture.height) // 2))
    largest, *smaller = ICON_SIZES
    square = square.resize((largest, largest), Image.Resampling.LANCZOS)
    whole = _png(square, f"-{largest}")
    for size in smaller:
        small = _png(square.resize((size, size), Image.Resampling.LANCZOS))
        _store(small, sized(str(whole.name), size))
    return _store(whole)
