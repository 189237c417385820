"""What Celery calls."""

from celery import shared_task

from kernel.idempotency.keys import forget_old
from kernel.tenancy import in_each_tenant


@shared_task
def forget_old_replies() -> None:
    """Once an hour: answers older than a day are not given again."""
    in_each_tenant(forget_old)
