"""How allauth behaves in this house."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Users of the platform are made by its sign-up, users of a shop by invitation or handshake."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by allauth's own form."""
        return False
