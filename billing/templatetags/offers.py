"""What an add-on costs this shop: `{% load offers %}`."""

from django import template

from kernel.addons import AddOn
from tenant_apps.office.team.offers import Offered, offered

register = template.Library()


@register.simple_tag
def offer_of(addon: AddOn) -> Offered | None:
    """`{% offer_of addon as one %}`: its price for this shop, and where to switch it on."""
    return next((one for one in offered() if one.addon.feature == addon.feature), None)
