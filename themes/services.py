"""Changing a brand."""

import hashlib
import io
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from kernel.tenancy import current
from kernel.uploads import UNREADABLE
from themes.current import forget
from themes.models import Brand
from themes.tokens import Mending, mendings

LOGO_BYTES = 2_000_000
LOGO_PIXELS = 20_000_000
LOGO_BOX = (960, 480)
LOGO_FORMATS = ("PNG", "JPEG", "WEBP")
_WORDS = ("theme", "accent", "second", "display_font", "scheme", "tagline", "footer")


def clean_logo(upload: UploadedFile) -> ContentFile:
    """The uploaded logo as a PNG of at most 960 × 480 px, stripped of metadata.

    Raises ValidationError for what is too large, not a picture, or of another kind.
    """
    if (upload.size or 0) > LOGO_BYTES:
        raise ValidationError(_("The logo is larger than 2 MB. Please choose a smaller file."))
    try:
        with Image.open(upload, formats=LOGO_FORMATS) as picture:
            if picture.width * picture.height > LOGO_PIXELS:
                raise ValidationError(_("The logo has too many pixels. 960 × 480 is enough."))
            drawn = picture.convert("RGBA")
    except UNREADABLE as error:
        raise ValidationError(
            _("This file is not a PNG, JPEG or WebP picture that we can read.")
        ) from error
    drawn.thumbnail(LOGO_BOX)
    out = io.BytesIO()
    drawn.save(out, "PNG", optimize=True)
    name = hashlib.sha256(out.getvalue()).hexdigest()[:16]
    return ContentFile(out.getvalue(), name=f"{name}.png")


def _version(brand: Brand) -> str:
    told = [str(getattr(brand, word)) for word in _WORDS] + [brand.logo.name or ""]
    return hashlib.sha256("\x1f".join(told).encode()).hexdigest()[:12]


def save_brand(
    *, logo: UploadedFile | None = None, remove_logo: bool = False, **words: Any
) -> tuple[Brand, list[Mending]]:
    """Change the brand of the current schema; a word that is not given stays as it was.

    `words` are fields of Brand: theme, accent, second (`#rrggbb`), display_font, scheme, tagline,
    footer. Returns the brand and the colours that had to be mended to be readable, for the owner
    to see. Raises ValidationError; nothing is changed then.
    """
    unknown = set(words) - set(_WORDS)
    if unknown:
        raise TypeError(f"A brand has no {', '.join(sorted(unknown))}")
    brand = Brand.objects.order_by("pk").first() or Brand()
    for word, value in words.items():
        setattr(brand, word, value.lower() if word in {"accent", "second"} else value)
    brand.changed_at = timezone.now()
    brand.version = "0"
    brand.full_clean(exclude=["logo", "version", "changed_at"])
    picture = clean_logo(logo) if logo else None
    with transaction.atomic():
        if remove_logo:
            brand.logo = ""
        if picture:
            brand.logo.save(str(picture.name), picture, save=False)
        brand.version = _version(brand)
        brand.save()
        schema_name = current().schema_name
        forget(schema_name)
        transaction.on_commit(lambda: forget(schema_name))
    return brand, _told(brand)


def _told(brand: Brand) -> list[Mending]:
    if not (brand.accent and brand.second):
        return []
    return mendings(brand.theme, brand.accent, brand.second)
