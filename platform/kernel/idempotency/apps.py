"""Answers kept, so that a repeated request is not repeated work."""

from django.apps import AppConfig


class IdempotencyConfig(AppConfig):
    """Answers kept, so that a repeated request is not repeated work."""

    name = "kernel.idempotency"
