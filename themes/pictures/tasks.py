"""What Celery calls."""

from celery import shared_task

from kernel.tasks import TenantTask
from kernel.tenancy import in_each_tenant
from themes.pictures import sweeping


@shared_task(base=TenantTask)
def make_sizes(picture_id: int) -> None:
    """Make the sizes of one picture, in the schema where it was kept."""
    sweeping.make_sizes(picture_id=picture_id)


@shared_task
def look_after_pictures() -> None:
    """Make what is missing, and forget what is unused, in every shop."""
    in_each_tenant(sweeping.make_what_is_missing, sweeping.forget_unused)
