"""Long tasks and how far they are."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Long tasks and how far they are."""

    name = "kernel.jobs"
