"""A picture: a file that stays, and how it is framed."""

import hashlib

from django.db import models
from django.db.models import CheckConstraint, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kernel.words import Worded
from themes.pictures.shapes import SHAPES, Cut, cut

EVENT_SHAPES = ("poster", "wide", "share")


class Picture(Worded):
    """One picture in one frame. A row never changes but for its words and `is_ready`.

    Another frame is another row on the same file, so a saved form points at what was seen, an old
    version of a page can be shown again, and an address can be kept for ever. `digest` names the
    file by its content. The focal point is in per cent of the original, the crop in fractions.
    """

    worded = ("alt",)

    file = models.FileField(upload_to="pictures/", max_length=120)
    digest = models.CharField(max_length=32)
    width = models.IntegerField()
    height = models.IntegerField()
    is_see_through = models.BooleanField(default=False)
    colour = models.CharField(max_length=7, default="#808080")
    crop_x = models.FloatField(default=0.0)
    crop_y = models.FloatField(default=0.0)
    crop_width = models.FloatField(default=1.0)
    crop_height = models.FloatField(default=1.0)
    focal_x = models.IntegerField(default=50)
    focal_y = models.IntegerField(default=50)
    shapes = models.JSONField(default=list)
    alt = models.CharField(_("what is to be seen"), max_length=300, blank=True)
    is_ready = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [
            models.Index(fields=["digest"], name="picture_digest"),
            models.Index(fields=["id"], condition=Q(is_ready=False), name="picture_not_ready"),
        ]
        constraints = [
            CheckConstraint(condition=Q(width__gte=1, height__gte=1), name="picture_has_a_size"),
            CheckConstraint(
                condition=Q(
                    focal_x__gte=0, focal_x__lte=100, focal_y__gte=0, focal_y__lte=100
                ),
                name="picture_focus_is_inside",
            ),
            CheckConstraint(
                condition=Q(
                    crop_x__gte=0, crop_y__gte=0, crop_x__lte=1, crop_y__lte=1,
                    crop_width__gt=0, crop_height__gt=0, crop_width__lte=1, crop_height__lte=1,
                ),
                name="picture_crop_is_inside",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.digest[:8]} {self.width}×{self.height}"

    @property
    def crop(self) -> tuple[float, float, float, float]:
        """Left, top, width and height of what is shown, in fractions of the original."""
        return self.crop_x, self.crop_y, self.crop_width, self.crop_height

    @property
    def focal(self) -> tuple[int, int]:
        """The point that no shape may cut off, in per cent from the left and from the top."""
        return self.focal_x, self.focal_y

    @property
    def frame(self) -> str:
        """Eight letters that are the same for the same crop and focal point."""
        told = repr((*(round(part, 4) for part in self.crop), *self.focal))
        return hashlib.sha256(told.encode()).hexdigest()[:8]

    @property
    def plain(self) -> str:
        """The ending of the files that every program reads."""
        return "png" if self.is_see_through else "jpg"

    @property
    def plain_type(self) -> str:
        """The media type of those files."""
        return "image/png" if self.is_see_through else "image/jpeg"

    def cut(self, shape: str) -> Cut:
        """The part of it that this shape shows."""
        return cut(self, shape)

    def has(self, shape: str) -> bool:
        """Whether the files of this shape are there."""
        return self.is_ready and shape in self.shapes

    def names(self) -> list[str]:
        """The files it is served as, but for the first."""
        return [
            self.name(shape, width, kind)
            for shape in self.shapes
            for kind in SHAPES[shape].formats
            for width in self.cut(shape).widths(SHAPES[shape])
        ]

    def name(self, shape: str, width: int, kind: str) -> str:
        """The name of one file; `kind` is "avif", "webp", or "jpg" for what every program reads."""
        return f"{shape}-{width}.{self.plain if kind == 'jpg' else kind}"

    @property
    def first_name(self) -> str:
        """The file that is there from the beginning: the crop, at most 1280 pixels wide."""
        return f"first.{self.plain}"

    def url(self, name: str) -> str:
        """The address of one of its files on the shop's own host."""
        return reverse("picture", args=[self.digest, self.frame, name])

    @property
    def whole_url(self) -> str:
        """The picture without any cut, for whoever is about to cut it."""
        return reverse("picture", args=[self.digest, Picture().frame, self.first_name])

    def url_of(self, shape: str, width: int = 10_000) -> str:
        """A file that every program reads: the largest up to this width, or the first of all."""
        if not self.has(shape):
            return self.url(self.first_name)
        widths = self.cut(shape).widths(SHAPES[shape])
        best = max((one for one in widths if one <= width), default=widths[0])
        return self.url(self.name(shape, best, "jpg"))

    @property
    def share_url(self) -> str:
        """The picture that other sites show beside a link."""
        return self.url_of("share")
