"""Confirming that an e-mail address is somebody's: on the platform, where shops are opened."""

from allauth.account.models import EmailAddress
from django.http import HttpRequest

from shared_apps.accounts.models import User


def is_confirmed(user: User) -> bool:
    """Has this user of the platform shown that the address is his?

    Who has no row was made by hand, or before addresses were confirmed, and is taken at his word.
    """
    return not EmailAddress.objects.filter(user=user, verified=False, primary=True).exists()


def ask_to_confirm(request: HttpRequest, user: User) -> None:
    """Send the letter with the link that confirms the address; the old links keep working."""
    address, _made = EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"primary": True, "verified": False}
    )
    if not address.verified:
        address.send_confirmation(request)
