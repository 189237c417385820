"""What Celery calls."""

from celery import shared_task

from kernel.outbox import sweep
from kernel.outbox.delivery import deliver
from kernel.tenancy import in_tenant


@shared_task
def deliver_all(schema_name: str, delivery_ids: list[int]) -> None:
    """Deliver, each in its own transaction."""
    with in_tenant(schema_name):
        for delivery_id in delivery_ids:
            deliver(delivery_id)


@shared_task
def sweep_marked() -> None:
    """Every few seconds."""
    sweep.sweep()


@shared_task
def sweep_some() -> None:
    """In slow rotation over all schemas."""
    sweep.sweep_rotation()
