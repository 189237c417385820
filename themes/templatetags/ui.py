"""Tags of the design system: icon, field, poster, state."""

from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.forms.widgets import ClearableFileInput, HiddenInput, Select, Textarea
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from themes.icons import icon_svg
from themes.posters import Poster, poster_of

register = template.Library()

# word → (text, meaning, icon): a state is always a word with a shape, never a colour alone.
STATES: dict[str, tuple[Any, str, str]] = {
    "on_sale": (_("On sale"), "good", "ticket"),
    "few_left": (_("Few left"), "warn", "flame"),
    "sold_out": (_("Sold out"), "mute", "ban"),
    "waiting_list": (_("Waiting list"), "info", "hourglass"),
    "free": (_("Free"), "good", "gift"),
    "cancelled": (_("Cancelled"), "bad", "circle-x"),
    "postponed": (_("Postponed"), "warn", "calendar-x"),
    "moved": (_("Moved"), "info", "calendar-sync"),
    "soon": (_("On sale soon"), "info", "clock"),
    "ended": (_("Over"), "mute", "check"),
    "closed": (_("Sales closed"), "mute", "lock"),
    "draft": (_("Draft"), "mute", "pencil"),
    "published": (_("Published"), "good", "circle-check"),
    "scheduled": (_("Scheduled"), "info", "calendar"),
    "pending": (_("Waiting for payment"), "warn", "hourglass"),
    "started": (_("Started"), "mute", "circle-dashed"),
    "challenge": (_("Bank confirmation"), "warn", "shield"),
    "succeeded": (_("Succeeded"), "good", "circle-check"),
    "failed": (_("Failed"), "bad", "circle-x"),
    "paid": (_("Paid"), "good", "circle-check"),
    "expired": (_("Expired"), "mute", "clock-alert"),
    "refunded": (_("Refunded"), "info", "undo-2"),
    "valid": (_("Valid"), "good", "circle-check"),
    "admitted": (_("Let in"), "info", "door-open"),
    "void": (_("Not valid any more"), "bad", "ban"),
    "active": (_("Live"), "good", "circle-check"),
    "suspended": (_("Suspended"), "bad", "circle-pause"),
    "on": (_("On"), "good", "circle-check"),
    "off": (_("Off"), "mute", "circle"),
    "trial": (_("Trial"), "info", "flask-conical"),
    "past_due": (_("Payment overdue"), "warn", "triangle-alert"),
    "coming": (_("Coming"), "mute", "sparkle"),
}


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """`{% icon "ticket" %}`: an inline Lucide icon; nothing, and a line in the log, if missing."""
    return icon_svg(name, extra)


@register.inclusion_tag("ui/state.html")
def state(code: str, text: str = "") -> dict[str, Any]:
    """`{% state "sold_out" %}` or `{% state "moved" "Moved to 3 May" %}`: a word with a shape."""
    word, meaning, shape = STATES.get(code, (code.replace("_", " ").capitalize(), "mute", "circle"))
    return {"code": code, "word": text or word, "meaning": meaning, "shape": shape}


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, HiddenInput):
        return "hidden"
    if isinstance(widget, CheckboxSelectMultiple | RadioSelect):
        return "group"
    for kind, cls in (("check", CheckboxInput), ("select", Select), ("long", Textarea),
                      ("file", ClearableFileInput)):  # fmt: skip
        if isinstance(widget, cls):
            return kind
    return "line"


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, label: str = "", hint: str = "", width: str = "") -> dict[str, Any]:
    """`{% field form.name %}`: label, control, help and errors, tied together for screen readers.

    `width` is one of "", "short", "half". A form's `help_text` is the hint unless one is given.
    """
    kind = _kind(bound)
    said = hint or bound.help_text
    attrs: dict[str, Any] = {"class": f"control control-{kind}"}
    described = [f"{bound.id_for_label}-{part}"
                 for part, there in (("hint", said), ("error", bound.errors)) if there]  # fmt: skip
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    if kind == "group":
        attrs.pop("class")
    return {
        "bound": bound,
        "control": bound.as_widget(attrs=attrs),
        "kind": kind,
        "label": label or bound.label,
        "hint": said,
        "optional": not bound.field.required and kind not in {"check", "hidden"},
        "width": width,
    }


@register.simple_tag
def poster_for(seed: object, title: object) -> Poster:
    """`{% poster_for event.slug event.name as art %}`: scheme, size and motif of a poster."""
    return poster_of(str(seed), str(title))


@register.filter
def art(poster: Poster) -> SafeString:
    """The poster's drawing as inline SVG."""
    return mark_safe(poster.svg)  # noqa: S308 - drawn from numbers only


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: object) -> str:
    """The current query string with some keys changed: `href="{% query page=2 %}"`."""
    request = context.get("request")
    params = request.GET.copy() if request else None
    if params is None:
        return "?"
    for key, value in changes.items():
        if value in (None, ""):
            params.pop(key, None)
        else:
            params[key] = str(value)
    return f"?{params.urlencode()}"


@register.filter
def split_commas(text: str) -> list[str]:
    """The parts of a text between its commas."""
    return text.split(",")


@register.filter
def bars(values: list[dict[str, Any]], height: int = 120) -> list[dict[str, Any]]:
    """Heights in pixels for a bar chart: each `{"label", "value"}` gains `y` and `h` (0–height)."""
    top = max((row["value"] for row in values), default=0) or 1
    return [
        {**row, "h": (h := round(row["value"] / top * height, 1)), "y": round(height - h, 1),
         "x": index}
        for index, row in enumerate(values)
    ]  # fmt: skip
