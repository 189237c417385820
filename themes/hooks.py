"""What the look asks the house while it is being chosen."""

from dataclasses import dataclass

from django.utils.functional import Promise

from kernel.addons import AddOn
from kernel.hooks import Hook, Panel


@dataclass(frozen=True)
class PreviewPage:
    """A page on which a look shows how it works; `is_paper`: it has a width of its own."""

    code: str
    label: str | Promise
    url: str
    is_paper: bool = False


@Hook
def preview_pages() -> list[PreviewPage]:  # type: ignore[empty-body]
    """On which of your pages does one see how a look works? Real ones, in the current shop.

    Answer at most two, the most telling first. Each is drawn in a frame backstage, by GET only, in
    the look of the draft; what it draws must ask `themes.current.look()` and nobody else.
    """


@Hook
def offer_panels(*, addon: AddOn) -> Panel | None:  # type: ignore[empty-body]
    """What should stand on the page of an add-on that is off: what it costs, who can have it?"""
