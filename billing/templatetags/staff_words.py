"""Words of billing's pages for our own staff."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.owner import words
from kernel.actor import Actor

register = template.Library()

# Where an owner would be told what we do not know of him, a colleague is told it of the organizer.
OTHERWISE: dict[str, str | Promise] = {
    "no_method": gettext_lazy("no payment method is known"),
    "authentication_required": gettext_lazy("the bank wants the organizer to confirm it"),
}
TREATED: dict[str, str | Promise] = {
    "S": gettext_lazy("Charged"),
    "AE": gettext_lazy("Reverse charge"),
    "O": gettext_lazy("Outside of VAT"),
    "G": gettext_lazy("Export"),
}


@register.filter
def who(by: str) -> str:
    """Write who did something, of the text that `str(actor)` left: a colleague by his address."""
    actor = Actor.parse(by)
    if actor.kind == "staff":
        return actor.ident
    return {"user": _("its owner"), "system": _("by itself"), "stripe": _("Stripe")}.get(
        actor.kind, by
    )


@register.filter
def failure(code: str) -> str:
    """Why a payment failed, to stand within a sentence."""
    return str(OTHERWISE.get(code) or words.failure(code))


@register.filter
def treated(category: str) -> str:
    """How VAT applies, of a category of EN 16931; one without words is written as it is."""
    return str(TREATED.get(category, category))
