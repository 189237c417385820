"""Tags of the design system: icon, state, button, field, money, column, chart, poster."""

from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.forms.widgets import ClearableFileInput, HiddenInput, Select, Textarea
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from kernel.money import Money
from themes.charts import drawing
from themes.icons import icon_svg
from themes.posters import Poster, poster_of
from themes.stacks import stack as stacked
from themes.states import STATES
from themes.toasts import undo_of

register = template.Library()


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """`{% icon "ticket" %}`: an inline Lucide icon; nothing, and a line in the log, if missing."""
    return icon_svg(name, extra)


@register.inclusion_tag("ui/state.html")
def state(code: str, text: str = "") -> dict[str, Any]:
    """`{% state "sold_out" %}` or `{% state "moved" "Moved to 3 May" %}`: a word with a shape."""
    word, meaning, shape = STATES.get(code, (code.replace("_", " ").capitalize(), "mute", "circle"))
    return {"code": code, "word": text or word, "meaning": meaning, "shape": shape}


def _kind(bound: BoundField, look: str) -> str:
    """What a field's widget looks like; `look` asks for a switch, cards or money by name."""
    widget = bound.field.widget
    if isinstance(widget, HiddenInput):
        return "hidden"
    if isinstance(widget, CheckboxSelectMultiple | RadioSelect):
        return "group"
    for kind, cls in (("check", CheckboxInput), ("select", Select), ("long", Textarea),
                      ("file", ClearableFileInput)):  # fmt: skip
        if isinstance(widget, cls):
            return kind
    if getattr(widget, "input_type", "") == "color":
        return "colour"
    return "money" if look == "money" else "line"


@register.inclusion_tag("ui/field.html")
def field(
    bound: BoundField,
    label: str = "",
    hint: str = "",
    width: str = "",
    look: str = "",
    before: str = "",
    after: str = "",
) -> dict[str, Any]:
    """`{% field form.name %}`: label, control, help and errors, tied together for screen readers.

    `width` is one of "", "short", "half"; `look` one of "", "switch" (a check box), "cards" (radio
    buttons), "money". `before` and `after` are a word at the control's edge: a currency, a unit.
    A form's `help_text` is the hint unless one is given.
    """
    kind = _kind(bound, look)
    said = hint or bound.help_text
    attrs: dict[str, Any] = {"class": f"control control-{kind}"}
    described = [f"{bound.id_for_label}-{part}"
                 for part, there in (("hint", said), ("error", bound.errors)) if there]  # fmt: skip
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    if kind == "money":
        attrs["inputmode"] = "decimal"
    if kind == "group":
        attrs.pop("class")
    return {
        "bound": bound,
        "control": bound.as_widget(attrs=attrs),
        "kind": kind,
        "look": look,
        "label": label or bound.label,
        "hint": said,
        "before": before,
        "after": after,
        "optional": not bound.field.required and kind not in {"check", "hidden"},
        "width": width,
    }


@register.inclusion_tag("ui/button.html")
def button(text: str, kind: str = "", url: str = "", **more: Any) -> dict[str, Any]:
    """`{% button "Publish" icon="send" busy="Publishing…" %}`: a button, or with `url` a link.

    `kind` is one of "", "second", "quiet", "danger", "danger-quiet"; `size` one of "small",
    "large", "wide"; further: `icon`, `busy` (said while it works), `name`, `value`, `disabled`,
    `is_busy`, `type` ("submit" unless given), `dialog` (the link opens in a dialog).
    """
    return {"text": text, "kind": kind, "url": url, **more}


@register.simple_tag
def money(amount: int | None, currency: str) -> SafeString:
    """`{% money order.total order.currency %}`: minor units as money, for eyes and machines."""
    if amount is None:
        return mark_safe("")
    price = Money(int(amount), currency)
    shown = '<data class="money" value="{} {}">{}</data>'
    return format_html(shown, price.decimal, currency, price.format())


@register.inclusion_tag("ui/column.html", takes_context=True)
def column(
    context: template.Context, text: str, sort: str = "", num: bool = False, now: str = ""
) -> dict[str, Any]:
    """`{% column "Total" sort="total" num=True %}`: a head of a table; with `sort` it is a link.

    The link asks for `?sort=total`, then `?sort=-total`; the page's view reads it. `now` is the
    sort in force, where the address need not say it.
    """
    request = context.get("request")
    asked = now or (request.GET.get("sort", "") if request else "")
    order = {sort: "ascending", f"-{sort}": "descending"}.get(asked, "") if sort else ""
    to = f"-{sort}" if order == "ascending" else sort
    return {
        "text": text, "num": num, "order": order, "is_sortable": bool(sort),
        "href": query(context, sort=to, page="") if sort else "",
    }  # fmt: skip


@register.inclusion_tag("ui/chart.html")
def chart(
    title: str,
    rows: list[dict[str, Any]],
    sentence: str = "",
    kind: str = "bar",
    usual: str = "",
    now: str = "",
    height: int = 180,
    top: str = "",
) -> dict[str, Any]:
    """`{% chart title rows sentence %}`: a drawing with its words and its figures as a table.

    `rows` are `{"label", "value"}` with, as they like, `text` (the value as words), `usual` and
    `is_now`; `kind` is "bar" or "line"; `usual` and `now` name the two series in the key. `top`
    are the words at the head, where the highest value is not to be written as a bare number.
    """
    return {
        "title": title, "sentence": sentence, "kind": kind, "usual": usual, "now": now,
        "rows": rows, "drawn": drawing(rows, height=height), "top": top,
    }  # fmt: skip


@register.inclusion_tag("ui/stack.html")
def stack(
    title: str, series: list[str], rows: list[dict[str, Any]], sentence: str = "", top: str = ""
) -> dict[str, Any]:
    """`{% stack title series rows sentence top=top %}`: bars of parts, with a table of them all.

    `series` are up to six names, the lowest first; `rows` are `{"label", "values", "texts"}`, and
    `name` where the table should say more than the label. `top` is the highest bar in words.
    """
    return {
        "title": title, "sentence": sentence, "series": series, "rows": rows, "top": top,
        "drawn": stacked(rows),
    }  # fmt: skip


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
def unlocal(number: float) -> str:
    """A number as SVG reads it, in every language."""
    return f"{number:g}"


@register.filter
def undo_url(message: Message) -> str:
    """Where a message's act is taken back: what `say(…, undo_url=…)` wrote; else nothing."""
    return undo_of(message)


@register.filter
def split_commas(text: str) -> list[str]:
    """The parts of a text between its commas."""
    return text.split(",")
