"""The queue and its clock."""

from celery import Celery

from config.env import choose_settings
from kernel.addons import installed

choose_settings()

app = Celery("marquee")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_finalize.connect
def wind_up(sender: Celery, **kwargs: object) -> None:
    """Put what add-ons do by the clock beside what the core does."""
    for addon in installed():
        for task, seconds in addon.clock.items():
            sender.add_periodic_task(seconds, sender.signature(task), name=f"{addon.label}: {task}")
