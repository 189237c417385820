"""Pages for platform staff and organizers on the platform's own host."""

from django.apps import AppConfig


class ControlConfig(AppConfig):
    """Pages for platform staff and organizers on the platform's own host."""

    name = "shared_apps.control"
