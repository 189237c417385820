"""What the team answers when others ask."""

from shared_apps.tenants.hooks import furnish_shop
from tenant_apps.office.team import services


@furnish_shop.answer
def first_member(*, user, role):
    """The one who opened the shop owns it."""
    services.found(user=user, role=role)
