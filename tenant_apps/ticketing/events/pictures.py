"""Pictures of events: what is uploaded is drawn anew, smaller, without what a camera wrote in."""

import hashlib
import io

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from kernel.uploads import UNREADABLE

LARGEST_FILE = 10_000_000  # bytes
LARGEST_PICTURE = 50_000_000  # pixels
SMALLEST_SIDE = 400  # pixels
BOX = (2000, 2000)  # pixels
FORMATS = ("JPEG", "PNG", "WEBP")


def cleaned(upload: UploadedFile) -> ContentFile:
    """The picture as a JPEG that fits in 2000 × 2000 px. Raises ValidationError."""
    if (upload.size or 0) > LARGEST_FILE:
        raise ValidationError(_("The picture is larger than 10 MB. Please choose a smaller file."))
    try:
        with Image.open(upload, formats=FORMATS) as picture:
            if picture.width * picture.height > LARGEST_PICTURE:
                raise ValidationError(_("The picture has too many pixels: 50 million are enough."))
            if min(picture.size) < SMALLEST_SIDE:
                raise ValidationError(_("The picture is too small: 400 pixels a side, at least."))
            drawn = ImageOps.exif_transpose(picture).convert("RGB")
    except UNREADABLE as error:
        raise ValidationError(
            _("This file is not a JPEG, PNG or WebP picture that we can read.")
        ) from error
    drawn.thumbnail(BOX)
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=85, optimize=True, progressive=True)
    made = out.getvalue()
    return ContentFile(made, name=f"{hashlib.sha256(made).hexdigest()[:20]}.jpg")
