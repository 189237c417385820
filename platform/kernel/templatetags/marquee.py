"""Tags and filters of every page: `{% load marquee %}`."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.template import Context
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kernel.hooks import Hook, Panel
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
def in_zone(moment: datetime | None, zone: str) -> datetime | None:
    """Move a moment to a time zone (IANA name), for `|date:` to write."""
    if not moment:
        return None
    return ZoneMoment.fromtimestamp(moment.timestamp(), ZoneInfo(zone))


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
