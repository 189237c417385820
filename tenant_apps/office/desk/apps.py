"""What makes backstage quick: search, saved views, long tasks."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """What makes backstage quick: search, saved views, long tasks."""

    name = "tenant_apps.office.desk"
