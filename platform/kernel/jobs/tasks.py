"""What Celery calls."""

from celery import shared_task

from kernel.jobs import running
from kernel.tasks import TenantTask
from kernel.tenancy import in_each_tenant


@shared_task(base=TenantTask)
def go_on(job_id: int) -> None:
    """Work on one job for a while."""
    running.run(job_id)


@shared_task
def resume_jobs() -> None:
    """By the clock: jobs whose worker died, or of which no worker heard."""
    in_each_tenant(running.resume_due)


@shared_task
def forget_old_jobs() -> None:
    """Once a day."""
    in_each_tenant(running.forget_old)
