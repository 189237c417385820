"""The queue and its clock."""

from celery import Celery

from config.env import choose_settings

choose_settings()

app = Celery("marquee")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
