"""What organizers owe us and what we owe them."""

from django.apps import AppConfig


class BillingConfig(AppConfig):
    """What organizers owe us and what we owe them."""

    name = "billing"

    def ready(self) -> None:
        """Listen to what the add-ons' manifests say is counted."""
        from billing import meters  # models are loaded by now, not before

        meters.listen()
