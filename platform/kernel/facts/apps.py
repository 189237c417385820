"""What happened: the record kept in every schema."""

from django.apps import AppConfig


class FactsConfig(AppConfig):
    """What happened: the record kept in every schema."""

    name = "kernel.facts"
