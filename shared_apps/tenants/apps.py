"""Organizers: their shops, hosts, plans and features."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Organizers: their shops, hosts, plans and features."""

    name = "shared_apps.tenants"
