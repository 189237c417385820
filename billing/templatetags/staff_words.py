"""Words of billing's pages for our own staff."""

from django import template
from django.utils.translation import gettext as _

from kernel.actor import Actor

register = template.Library()


@register.filter
def who(by: str) -> str:
    """Write who did something, of the text that `str(actor)` left: a colleague by his address."""
    actor = Actor.parse(by)
    if actor.kind == "staff":
        return actor.ident
    return {"user": _("its owner"), "system": _("by itself"), "stripe": _("Stripe")}.get(
        actor.kind, by
    )
