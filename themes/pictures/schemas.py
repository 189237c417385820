"""A picture by the API."""

from django.http import HttpRequest
from ninja import Field, Schema

from themes.pictures.models import Picture
from themes.pictures.shapes import SHAPES


class ImageOut(Schema):
    """One file of a picture."""

    url: str
    type: str = Field(description="`image/avif`, `image/webp`, `image/jpeg` or `image/png`.")
    width: int
    height: int


class PictureOut(Schema):
    """A picture in the shapes that it is shown in. Addresses never change what they show."""

    url: str
    alt: str = Field(description="What is to be seen, for those who cannot see it.")
    width: int = Field(description="Of the original, in pixels.")
    height: int
    colour: str = Field(description="Its mean colour, to stand in its place while it loads.")
    focal_x: int = Field(description="What matters most, in per cent from the left.")
    focal_y: int = Field(description="The same from the top.")
    shapes: dict[str, list[ImageOut]] = Field(
        description="By shape: `poster` 3:4, `wide` 16:9, `share` 1200:630. "
        "Empty for a moment after it was chosen, while they are made."
    )


def picture_out(request: HttpRequest, picture: Picture) -> PictureOut:
    """A picture with the addresses of all its files on the host that was asked."""
    largest = next((one for one in ("free", "wide", "poster") if one in picture.shapes), "free")
    return PictureOut(
        url=request.build_absolute_uri(picture.url_of(largest)),
        alt=picture.words.alt,
        width=picture.width,
        height=picture.height,
        colour=picture.colour,
        focal_x=picture.focal_x,
        focal_y=picture.focal_y,
        shapes={
            shape: _images(request, picture, shape) for shape in picture.shapes
        } if picture.is_ready else {},
    )  # fmt: skip


def _images(request: HttpRequest, picture: Picture, shape: str) -> list[ImageOut]:
    part = picture.cut(shape)
    types = {"avif": "image/avif", "webp": "image/webp", "jpg": picture.plain_type}
    return [
        ImageOut(
            url=request.build_absolute_uri(picture.url(picture.name(shape, width, kind))),
            type=types[kind],
            width=width,
            height=part.height_at(width),
        )
        for kind in SHAPES[shape].formats
        for width in part.widths(SHAPES[shape])
    ]
