"""Users and sign-in, in every schema."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users and sign-in, in every schema."""

    name = "shared_apps.accounts"
