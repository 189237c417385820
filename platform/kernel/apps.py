"""The floor: finds what our apps hear and answer, once all of them are loaded."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Mechanisms that know nothing of tickets or money owed."""

    name = "kernel"

    def ready(self) -> None:
        """Import `handlers.py` and `answers.py` of every app of ours."""
        from kernel import addons  # models are loaded by now, not before

        addons.discover()
