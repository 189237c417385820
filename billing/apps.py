"""What organizers owe us and what we owe them."""

from django.apps import AppConfig


class BillingConfig(AppConfig):
    """What organizers owe us and what we owe them."""

    name = "billing"
