"""Where the files of a picture lie: in the storage of its own shop, named by their content."""

import io
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from themes.pictures.models import Picture
from themes.pictures.shapes import SHAPES

ROOT = "pictures"
FIRST_WIDTH = 1280
TYPES = {
    "avif": "image/avif",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "png": "image/png",
}  # fmt: skip
HOW: dict[str, tuple[str, dict[str, Any]]] = {
    "avif": ("AVIF", {"quality": 58, "speed": 8}),
    "webp": ("WEBP", {"quality": 78, "method": 4}),
    "jpg": ("JPEG", {"quality": 82, "optimize": True, "progressive": True}),
    "png": ("PNG", {"optimize": True}),
}


def path(digest: str, frame: str, name: str) -> str:
    """Where one served file lies."""
    return f"{ROOT}/{digest}/{frame}/{name}"


def keep(where: str, content: bytes) -> str:
    """Write a file, unless the same content lies there already. Returns where it lies."""
    if default_storage.exists(where):
        return where
    return default_storage.save(where, ContentFile(content))


def draw_first(picture: Picture, image: Image.Image) -> None:
    """Draw the one file that a page shows until all others are made."""
    where = path(picture.digest, picture.frame, picture.first_name)
    if not default_storage.exists(where):
        part = picture.cut("free")
        width = min(FIRST_WIDTH, part.width)
        drawn = image.resize((width, part.height_at(width)), box=part.box, reducing_gap=2.0)
        keep(where, _encoded(drawn, picture.plain))


def draw_shape(picture: Picture, image: Image.Image, shape: str) -> None:
    """Draw all files of one shape that are not there yet, the largest first."""
    part = picture.cut(shape)
    wanted = SHAPES[shape]
    source: Image.Image | None = None
    for width in sorted(part.widths(wanted), reverse=True):
        size = (width, part.height_at(width))
        for kind in wanted.formats:
            name = picture.name(shape, width, kind)
            where = path(picture.digest, picture.frame, name)
            if default_storage.exists(where):
                continue
            if source is None:
                source = image.crop(part.box)
            if source.size != size:
                source = source.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
            keep(where, _encoded(source, name.rpartition(".")[2]))


def remove(digest: str) -> None:
    """Remove a picture's files, the original too."""
    _remove_folder(f"{ROOT}/{digest}")


def _remove_folder(folder: str) -> None:
    folders, names = default_storage.listdir(folder) if default_storage.exists(folder) else ([], [])
    for one in folders:
        _remove_folder(f"{folder}/{one}")
    for name in names:
        default_storage.delete(f"{folder}/{name}")
    default_storage.delete(folder)


def _encoded(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    format_name, how = HOW[kind]
    image.save(out, format_name, **how)
    return out.getvalue()
