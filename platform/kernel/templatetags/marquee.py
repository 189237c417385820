"""Tags and filters of every page: `{% load marquee %}`."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from django import template
from django.template import Context
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kernel import moments
from kernel.currencies import exponent
from kernel.hooks import Hook, Panel
from kernel.locales import locale_of, tag_of
from kernel.money import Money

register = template.Library()


@register.filter
def money(amount: int | Money | None, currency: str = "") -> str:
    """Write minor units as money for the reader: `{{ order.total|money:order.currency }}`."""
    if amount is None or amount == "":
        return ""
    return (amount if isinstance(amount, Money) else Money(int(amount), currency)).format()


class ZoneMoment(datetime):
    """A moment already in the zone it is to be read in: `|date:` must not move it again."""

    convert_to_local_time = False


@register.filter
def decimals(currency: str) -> int:
    """How many decimals a currency has, for a script: `digits="{{ currency|decimals }}"`."""
    return exponent(currency)


@register.filter
def in_zone(moment: datetime | None, zone: str) -> datetime | None:
    """Move a moment to a time zone (IANA name), for `|date:` to write."""
    if not moment:
        return None
    return ZoneMoment.fromtimestamp(moment.timestamp(), ZoneInfo(zone))


@register.filter
def day(moment: date | None, style: str = "full") -> str:
    """Write a day for the reader: `{{ at|day }}`, `{{ at|day:"medium" }}` (`kernel.moments`)."""
    return moments.day(moment, style) if moment else ""


@register.filter
def clock(moment: datetime | None, style: str = "minutes") -> str:
    """Write the hour of a moment: `{{ at|clock }}`."""
    return moments.clock(moment, style) if moment else ""


@register.filter
def moment(moment: datetime | None, style: str = "medium") -> str:
    """Write day and hour of a moment: `{{ at|moment }}`, `{{ at|moment:"full" }}`."""
    return moments.at(moment, style) if moment else ""


@register.filter
def number(amount: float | Decimal | None) -> str:
    """Write a number with the reader's separators: 12,345 or 12.345."""
    return "" if amount is None or amount == "" else format_decimal(amount, locale=locale_of())


@register.filter
def percent(share: float | Decimal | None) -> str:
    """Write a share of one as a percentage: 0.125 is "12.5%" or "12,5 %"."""
    if share is None or share == "":
        return ""
    return format_percent(share, format=None, locale=locale_of(), decimal_quantization=False)


@register.filter
def listed(names: Iterable[object]) -> str:
    """Write names one after another: "a, b and c"."""
    return format_list([str(one) for one in names], locale=locale_of())


@register.filter
def lang_tag(language: str) -> str:
    """Write a language for `lang=""`: `<html lang="{{ LANGUAGE_CODE|lang_tag }}">` is "en-GB"."""
    return tag_of(language or None)


class SlotNode(template.Node):
    """Draws what open features answer to a hook."""

    def __init__(self, hook: str, question: dict[str, FilterExpression]) -> None:
        self.hook = hook
        self.question = question

    def render(self, context: Context) -> SafeString:
        """Ask, and draw each panel with its own template, over the page's context."""
        question = {name: value.resolve(context) for name, value in self.question.items()}
        panels = [one for one in Hook.named[self.hook].ask(**question) if isinstance(one, Panel)]
        if not panels:
            return SafeString("")
        around: dict[str, Any] = dict(context.flatten())  # type: ignore[arg-type]
        return SafeString(
            "".join(render_to_string(one.template, {**around, **one.context}) for one in panels)
        )


@register.tag
def slot(parser: Parser, token: Token) -> SlotNode:
    """Draw the answers to a hook: `{% slot order_panels order=order %}`.

    The page knows the slot, not who fills it. Raises KeyError if there is no such hook.
    """
    _tag, hook, *bits = token.split_contents()
    return SlotNode(hook.strip("\"'"), token_kwargs(bits, parser))
