"""Reading what somebody uploads: decoded once, drawn anew, without what a camera wrote in.

Whatever is not a still picture is refused with a sentence that says what to do.
"""

import io
import threading
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from kernel.uploads import UNREADABLE

LARGEST_FILE = 10_000_000  # bytes
LARGEST_PICTURE = 50_000_000  # pixels
LONGEST_SIDE = 4096  # pixels, of what is kept
SMALLEST_SIDE = 400  # pixels
STEEPEST = 6.0  # the longer side by the shorter
FORMATS = ("JPEG", "PNG", "WEBP")
ACCEPT = "image/jpeg,image/png,image/webp"
_SRGB = ImageCms.createProfile("sRGB")
# A picture of fifty million pixels takes a few hundred MB while it is read.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Read:
    """A picture as it is kept: sRGB, upright, RGB or RGBA."""

    image: Image.Image

    @property
    def is_see_through(self) -> bool:
        """Whether something shines through."""
        return self.image.mode == "RGBA"

    @property
    def colour(self) -> str:
        """Its mean colour, to stand in its place while it loads."""
        seen = self.image.convert("RGBA").resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
        red, green, blue, _alpha = seen  # type: ignore[misc]
        return f"#{red:02x}{green:02x}{blue:02x}"

    def encoded(self) -> bytes:
        """The file to keep: PNG where something shines through, else a fine JPEG."""
        out = io.BytesIO()
        if self.is_see_through:
            self.image.save(out, "PNG", optimize=True)
        else:
            self.image.save(out, "JPEG", quality=92, optimize=True, progressive=True)
        return out.getvalue()


def read(upload: UploadedFile, *, smallest: int = SMALLEST_SIDE) -> Read:
    """Decode an upload. Raises ValidationError with a sentence for whoever chose the file."""
    if not upload.size:
        raise ValidationError(_("This file is empty. Please choose the picture once more."))
    if upload.size > LARGEST_FILE:
        raise ValidationError(
            _("The picture is larger than 10 MB. Please save it smaller, or as a JPEG.")
        )
    _refuse_by_its_first_bytes(upload)
    try:
        with _one_at_a_time, Image.open(upload, formats=FORMATS) as picture:
            _refuse_what_is_too_much(picture, smallest)
            return Read(_upright(picture))
    except UNREADABLE as error:
        raise ValidationError(
            _(
                "This file is damaged, or not a JPEG, PNG or WebP picture. "
                "Please save it anew as a JPEG and try again."
            )
        ) from error


def _refuse_by_its_first_bytes(upload: UploadedFile) -> None:
    """Name the formats that people do try, so that they know what to do."""
    upload.seek(0)
    head = upload.read(512)
    upload.seek(0)
    if head[:6] in (b"GIF87a", b"GIF89a"):
        raise ValidationError(
            _("GIF pictures are too coarse for a poster. Please choose a JPEG, PNG or WebP.")
        )
    if head[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc"):
        raise ValidationError(
            _(
                "This is a HEIC picture, which few programs read. On an iPhone, share it as "
                "“Most compatible”, or save it as a JPEG."
            )
        )
    if head.lstrip().lower().startswith((b"<svg", b"<?xml", b"<!doctype", b"<html")):
        raise ValidationError(
            _("Drawings (SVG) and pages are not taken. Please save it as a PNG picture.")
        )


def _refuse_what_is_too_much(picture: Image.Image, smallest: int) -> None:
    width, height = picture.size
    if width * height > LARGEST_PICTURE:
        raise ValidationError(
            _("The picture has too many pixels. Please save it with 4000 pixels on the long side.")
        )
    if min(width, height) < smallest:
        said = _(
            "The picture is too small. Please choose one of at least %(pixels)s pixels a side."
        )
        raise ValidationError(said % {"pixels": smallest})
    if max(width, height) > STEEPEST * min(width, height):
        raise ValidationError(
            _("The picture is a very long strip. Please cut it to what is to be seen.")
        )
    if getattr(picture, "n_frames", 1) > 1:
        raise ValidationError(_("This picture moves. Please choose one that stands still."))


def _upright(picture: Image.Image) -> Image.Image:
    if picture.format == "JPEG" and picture.mode in ("RGB", "L"):
        picture.draft(picture.mode, (LONGEST_SIDE, LONGEST_SIDE))  # decodes large ones smaller
    picture.load()
    drawn = ImageOps.exif_transpose(picture) or picture
    drawn = _in_srgb(_eight_bits(drawn), picture.info.get("icc_profile"))
    drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    drawn.info.clear()
    return drawn


def _eight_bits(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):  # 16-bit grey: bring the whole range into eight bits
        return picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if picture.mode == "P" or "A" in picture.mode or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        lowest, _highest = clear.getchannel("A").getextrema()
        return clear if lowest < 255 else clear.convert("RGB")  # type: ignore[operator]
    return picture


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture in the colours of the web; a profile that cannot be read is left aside."""
    wanted = "RGBA" if picture.mode == "RGBA" else "RGB"
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            moved = ImageCms.profileToProfile(picture, source, _SRGB, outputMode=wanted)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            moved = None
        if moved is not None:
            return moved
    return picture.convert(wanted) if picture.mode != wanted else picture.copy()
