"""The verbs of pictures: keep one, frame it anew, have its sizes made."""

import hashlib
import logging
from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from PIL import Image

from themes.pictures import files, tasks
from themes.pictures.models import EVENT_SHAPES, Picture
from themes.pictures.reading import SMALLEST_SIDE, read

log = logging.getLogger(__name__)
Crop = tuple[float, float, float, float]


def keep_picture(
    *,
    upload: UploadedFile,
    alt: str = "",
    crop: Crop = (0.0, 0.0, 1.0, 1.0),
    focal: tuple[int, int] = (50, 50),
    shapes: Iterable[str] = EVENT_SHAPES,
    smallest: int = SMALLEST_SIDE,
) -> Picture:
    """Keep an upload, drawn anew and without metadata; its sizes are made by `prepare`.

    `smallest` is the least number of pixels a side. Raises ValidationError for what is no picture.
    What nothing points at is forgotten after some days (`forget_unused`).
    """
    found = read(upload, smallest=smallest)
    content = found.encoded()
    digest = hashlib.sha256(content).hexdigest()[:32]
    ending = "png" if found.is_see_through else "jpg"
    picture = Picture(
        digest=digest,
        width=found.image.width,
        height=found.image.height,
        is_see_through=found.is_see_through,
        colour=found.colour,
        shapes=list(shapes),
        alt=alt,
    )
    picture.file.name = files.keep(f"{files.ROOT}/{digest}/original.{ending}", content)
    files.draw_first(picture, found.image)  # uncut, for the editor
    _put_frame(picture, crop, focal)
    files.draw_first(picture, found.image)
    picture.save()
    return picture


def reframe(
    *,
    picture: Picture,
    crop: Crop | None = None,
    focal: tuple[int, int] | None = None,
    alt: str | None = None,
    translations: dict[str, Any] | None = None,
    shapes: Iterable[str] | None = None,
) -> Picture:
    """The picture in another frame or with other words: a new row, unless nothing is different."""
    framed = Picture(
        file=picture.file.name,
        digest=picture.digest,
        width=picture.width,
        height=picture.height,
        is_see_through=picture.is_see_through,
        colour=picture.colour,
        shapes=list(picture.shapes if shapes is None else shapes),
        alt=picture.alt if alt is None else alt,
        translations=picture.translations if translations is None else translations,
    )
    _put_frame(framed, crop or picture.crop, focal or picture.focal)
    is_same_frame = framed.frame == picture.frame and framed.shapes == picture.shapes
    if is_same_frame and (framed.alt, framed.translations) == (picture.alt, picture.translations):
        return picture
    if is_same_frame:
        framed.is_ready = picture.is_ready
    else:
        with picture.file.open() as file, Image.open(file) as image:
            files.draw_first(framed, image)
    framed.save()
    return framed


def prepare(picture: Picture) -> Picture:
    """Have its sizes made, once the current transaction has come to stay.

    Until then pages show the first file; a message that gets lost is made up for by the clock.
    """
    if not picture.is_ready:
        transaction.on_commit(lambda: _hand_over(picture.pk))
    return picture


def _hand_over(picture_id: int) -> None:
    try:
        tasks.make_sizes.apply_async(args=[picture_id], retry=False)
    except Exception:  # the picture is kept, and the clock finds it
        log.warning("the broker took no message for picture %s", picture_id, exc_info=True)


def _put_frame(picture: Picture, crop: Crop, focal: tuple[int, int]) -> None:
    left, top = (round(min(max(part, 0.0), 0.99), 4) for part in crop[:2])
    picture.crop_x, picture.crop_y = left, top
    picture.crop_width = round(min(max(crop[2], 0.01), 1 - left), 4)
    picture.crop_height = round(min(max(crop[3], 0.01), 1 - top), 4)
    picture.focal_x, picture.focal_y = (min(max(round(part), 0), 100) for part in focal)
