"""What others tell us, stored once, then announced."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """What others tell us, stored once, then announced."""

    name = "shared_apps.inbox"
