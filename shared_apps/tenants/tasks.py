"""What Celery calls."""

from celery import shared_task

from shared_apps.tenants.services import pool


@shared_task
def top_up_pool() -> None:
    """Keep a few schemas ready for new shops."""
    pool.top_up()
