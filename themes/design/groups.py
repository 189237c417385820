"""The index of the page of components: groups, the houses they are shown in, the widths."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Group:
    """Components that belong together; `code` names the template in `design/groups/`."""

    code: str
    title: str | Promise
    sentence: str | Promise

    @property
    def template(self) -> str:
        """The template that draws the group's plate."""
        return f"design/groups/{self.code}.html"


@dataclass(frozen=True)
class Surface:
    """A house in which components are shown: its theme, its sheets after the common ones."""

    code: str
    title: str | Promise
    theme: str
    classes: str
    sheets: tuple[str, ...]

    @property
    def is_desk(self) -> bool:
        """Whether it is a desk, which wears its own colours and no brand."""
        return "backstage" in self.classes


GROUPS = {
    one.code: one
    for one in (
        Group("type", _("Type and space"), _("The steps of the scale, space, shape and motion.")),
        Group("colours", _("Colours"), _("Every tone on its ground, with its contrast ratio.")),
        Group("icons", _("Icons"), _("All that our templates ask for. One set, one weight.")),
        Group("buttons", _("Buttons"), _("One first act on a page; it says what will happen.")),
        Group("fields", _("Fields"), _("Label, help, control, error: in that order.")),
        Group("choices", _("Choices"), _("Tick, switch, cards, days, numbers.")),
        Group("tongues", _("Languages"), _("The menu of a shop, and texts side by side.")),
        Group("words", _("States and messages"), _("A word with a shape, never colour alone.")),
        Group("ways", _("Ways through"), _("Tabs, chips, crumbs, steps, pages, search.")),
        Group("tables", _("Tables"), _("Sort, choose rows, act on many, read one beside.")),
        Group(
            "cards", _("Cards and empty places"), _("A card, an empty place that teaches, help.")
        ),
        Group("dialogs", _("Dialogs"), _("A page first; over another page where scripts run.")),
        Group("waiting", _("Waiting"), _("Words first, then a bar; a skeleton seldom.")),
        Group("figures", _("Money and charts"), _("A sentence, a drawing, the figures behind it.")),
        Group("posters", _("Posters"), _("Drawn from a name, in the brand’s colours.")),
    )
}

SURFACES = {
    one.code: one
    for one in (
        Surface("classic", "Classic", "classic", "theme-classic", ("shop", "classic")),
        Surface("neon", "Neon", "neon", "theme-neon", ("shop", "neon")),
        Surface("marquee", "Marquee", "marquee", "theme-marquee", ("public",)),
        Surface("backstage", _("Backstage"), "classic", "backstage", ("backstage",)),
        Surface("control", _("Control"), "marquee", "backstage console", ("backstage", "control")),
    )
}

SCHEMES = {"": _("As the device has it"), "light": _("Light"), "dark": _("Dark")}
WIDTHS = {"wide": _("Wide"), "tablet": _("768 px"), "phone": _("360 px")}
