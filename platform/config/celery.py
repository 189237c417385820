"""The queue and its clock."""

from celery import Celery
from django.apps import apps

from config.env import choose_settings

choose_settings()

app = Celery("marquee")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_finalize.connect
def wind_up(sender: Celery, **kwargs: object) -> None:
    """Put what add-ons do by the clock beside what the core does."""
    # Asked of Django itself: importing the kernel here would need settings not yet chosen.
    for addon in apps.get_app_configs():
        for task, seconds in getattr(addon, "clock", {}).items():
            sender.add_periodic_task(seconds, sender.signature(task), name=f"{addon.label}: {task}")
