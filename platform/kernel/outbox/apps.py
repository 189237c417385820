"""What is still to be told to a handler."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """What is still to be told to a handler."""

    name = "kernel.outbox"
