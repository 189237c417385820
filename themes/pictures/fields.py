"""A form field for one picture: its file, its frame and its words.

    picture = PictureField(label=_("Picture"), shapes=("poster", "wide", "share"), required=False)

It stands for a foreign key to `Picture`. A chosen file is kept at once, so it survives an error in
another field of the form; nothing points at it before the form is saved. Another frame or other
words give a new row, so a form that is refused changes nothing that is on show.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from themes.pictures import services
from themes.pictures.models import EVENT_SHAPES, Picture
from themes.pictures.reading import ACCEPT, LARGEST_FILE, SMALLEST_SIDE
from themes.pictures.shapes import SHAPES
from themes.pictures.tokens import picture_of, token_of

SLIDERS = {
    "focal_x": (_("What matters most, from the left"), 0),
    "focal_y": (_("What matters most, from the top"), 0),
    "crop_x": (_("Cut off at the left"), 0),
    "crop_y": (_("Cut off at the top"), 0),
    "crop_width": (_("Width that is shown"), 5),
    "crop_height": (_("Height that is shown"), 5),
}
FRAME = tuple(SLIDERS)


@dataclass(frozen=True)
class Chosen:
    """What a form said about its picture; numbers are per cent, None where nothing was said."""

    upload: UploadedFile | None = None
    token: str = ""
    is_removed: bool = False
    alt: str | None = None
    frame: Mapping[str, float | None] = field(default_factory=dict)


class PictureInput(forms.Widget):
    """File, preview, sliders and words. Without JavaScript: a file input and number fields."""

    needs_multipart_form = True
    template = "pictures/field.html"

    def __init__(
        self, *, shapes: Iterable[str], smallest: int, with_alt: bool = True, attrs: Any = None
    ) -> None:
        super().__init__(attrs)
        self.shapes = list(shapes)
        self.smallest = smallest
        self.with_alt = with_alt
        self.shown: Picture | None = None  # what the field has kept of the form that was sent

    def id_for_label(self, id_: str) -> str:
        """The file input is what the label names."""
        return id_

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Chosen:
        """Gather what was said."""
        return Chosen(
            upload=files.get(name),
            token=data.get(f"{name}-token", ""),
            is_removed=f"{name}-remove" in data,
            alt=data.get(f"{name}-alt"),
            frame={part: _number(data.get(f"{name}-{part}")) for part in FRAME},
        )

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Nothing was said at all."""
        return name not in files and f"{name}-token" not in data and f"{name}-remove" not in data

    def use_required_attribute(self, initial: Any) -> bool:
        """A picture that is kept already need not be sent once more."""
        return False

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        """Draw the control; `value` is what was sent, a picture, or its number."""
        chosen = value if isinstance(value, Chosen) else Chosen()
        picture = self.shown or picture_of(chosen.token) or _known(value)
        said = self.build_attrs(self.attrs, attrs)
        frame = _frame(picture, chosen)
        context = {
            "name": name,
            "attrs": said,
            "file_attrs": flatatt({key: value for key, value in said.items() if key != "required"}),
            "picture": picture,
            "token": token_of(picture) if picture else "",
            "is_removed": chosen.is_removed and chosen.upload is None,
            "required": self.is_required,
            "alt": chosen.alt if chosen.alt is not None else getattr(picture, "alt", ""),
            "sliders": [
                {"part": part, "label": label, "least": least, "value": round(frame[part])}
                for part, (label, least) in SLIDERS.items()
            ],
            "looks": [SHAPES[one] for one in self.shapes if SHAPES[one].ratio],
            "smallest": self.smallest,
            "largest": LARGEST_FILE,
            "accept": ACCEPT,
            "with_alt": self.with_alt,
        }
        return render_to_string(self.template, context)


class PictureField(forms.FileField):
    """A picture for a foreign key to `Picture`; cleaned to the picture, or None.

    `shapes` are those of `themes.pictures.shapes` that pages will show; `smallest` is the least
    number of pixels a side; a picture that only decorates asks for no words (`with_alt=False`).
    """

    widget = PictureInput

    def __init__(
        self,
        *,
        shapes: Iterable[str] = EVENT_SHAPES,
        smallest: int = SMALLEST_SIDE,
        with_alt: bool = True,
        **kwargs: Any,
    ) -> None:
        self.shapes = tuple(shapes)
        self.smallest = smallest
        widget = PictureInput(shapes=self.shapes, smallest=smallest, with_alt=with_alt)
        kwargs.setdefault("widget", widget)
        kwargs.setdefault("help_text", _("JPEG, PNG or WebP, up to 10 MB."))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Picture | None:  # type: ignore[override]
        """The picture as it was framed. What was not mentioned stays as it was."""
        chosen = data if isinstance(data, Chosen) else Chosen()
        now = _known(initial)
        if self.disabled:
            return now
        before = picture_of(chosen.token) or now
        picture = self._picture(chosen, before)
        self.widget.shown = picture  # type: ignore[attr-defined]
        if picture is None:
            if self.required:
                raise ValidationError(_("Please choose a picture."), code="required")
            return None
        return services.prepare(picture)

    def _picture(self, chosen: Chosen, before: Picture | None) -> Picture | None:
        if chosen.upload is not None:
            kept = services.keep_picture(
                upload=chosen.upload, shapes=self.shapes, smallest=self.smallest
            )
            # The sliders of the form were those of the picture before, unless there was none.
            return self._framed(kept, Chosen(alt=chosen.alt) if before else chosen)
        if chosen.is_removed or before is None:
            return None
        return self._framed(before, chosen)

    def _framed(self, picture: Picture, chosen: Chosen) -> Picture:
        said = _frame(picture, chosen)
        crop = tuple(said[part] / 100 for part in FRAME[2:])
        alt = picture.alt if chosen.alt is None else chosen.alt.strip()[:300]
        return services.reframe(
            picture=picture,
            crop=crop,  # type: ignore[arg-type]
            focal=(round(said["focal_x"]), round(said["focal_y"])),
            alt=alt,
            shapes=self.shapes,
        )

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What was sent; the picture as it was, where nothing was said."""
        if isinstance(data, Chosen) and (data.upload or data.token or data.is_removed):
            return data
        return initial

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another picture, frame or word was sent."""
        if not isinstance(data, Chosen) or self.disabled:
            return False
        now = _known(initial)
        if data.upload is not None or (data.is_removed and now is not None):
            return True
        sent = picture_of(data.token)
        if sent is None or now is None:
            return sent is not now
        alt = now.alt if data.alt is None else data.alt.strip()
        return sent.pk != now.pk or _frame(now, data) != _frame(now, Chosen()) or alt != now.alt


def _known(value: Any) -> Picture | None:
    if isinstance(value, Picture) or value in (None, ""):
        return value or None
    return Picture.objects.filter(pk=value).first() if isinstance(value, int) else None


def _frame(picture: Picture | None, chosen: Chosen) -> dict[str, float]:
    """Focal point and crop in per cent: as the form said, else as they are."""
    crop = picture.crop if picture else (0.0, 0.0, 1.0, 1.0)
    focal = picture.focal if picture else (50, 50)
    now = dict(zip(FRAME, (*focal, *(round(part * 100, 2) for part in crop)), strict=True))
    return {
        name: kept if (said := chosen.frame.get(name)) is None else said
        for name, kept in now.items()
    }


def _number(text: str | None) -> float | None:
    """A percentage as somebody typed it; what is none counts as nothing said."""
    try:
        found = float((text or "").replace(",", "."))
    except ValueError:
        return None
    return round(min(max(found, 0.0), 100.0), 2) if found == found else None
