"""What tenants answer when others ask."""

from shared_apps.accounts.hooks import email_confirmed
from shared_apps.tenants.services import confirming


@email_confirmed.answer
def trust_the_shops(*, user):
    """Shops whose owner is reachable may take money."""
    confirming.confirm_shops(user=user)
