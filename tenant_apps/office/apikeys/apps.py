"""Keys and tokens of an organizer's own programs."""

from django.apps import AppConfig


class ApikeysConfig(AppConfig):
    """Keys and tokens of an organizer's own programs."""

    name = "tenant_apps.office.apikeys"
