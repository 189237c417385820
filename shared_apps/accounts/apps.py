"""Users and sign-in, in every schema."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """Users and sign-in, in every schema."""

    name = "shared_apps.accounts"

    def ready(self) -> None:
        """Leave out Django's table of permissions: ours are words in `kernel.roles`.

        It would be two hundred rows in every schema that nobody reads.
        """
        post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
