"""Who works for an organizer, and what each may."""

from django.apps import AppConfig


class TeamConfig(AppConfig):
    """Who works for an organizer, and what each may."""

    name = "tenant_apps.office.team"
