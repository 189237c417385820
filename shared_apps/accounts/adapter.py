"""How allauth behaves in this house."""

from typing import Any
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from kernel.tenancy import current
from shared_apps.accounts.hooks import email_confirmed, post


class AccountAdapter(DefaultAccountAdapter):
    """Users of the platform are made by its sign-up, users of a shop by invitation or handshake."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by allauth's own form."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Whoever writes letters in this house writes these too."""
        if not post.ask(prefix=template_prefix, to=email, context=context):
            super().send_mail(template_prefix, email, context)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address in a mail is the shop's own, whatever port or host the asker made up."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return current().url + path.replace("UID-KEY", quote(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """As above: the address is the host's own."""
        return current().url + reverse("account_confirm_email", args=[emailconfirmation.key])

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """Tell the rest of the house at once: there may be shops that wait for it."""
        confirmed = bool(super().confirm_email(request, email_address))
        if confirmed and current().is_public:
            email_confirmed.ask(user=email_address.user)
        return confirmed

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """Where one goes on after the address is confirmed."""
        return reverse("control:shops" if current().is_public else "backstage:home")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Who signs in with no page in mind comes to his shops, or on a shop's host backstage."""
        return reverse("control:shops" if current().is_public else "backstage:home")
