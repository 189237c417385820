"""What Celery calls."""

from celery import shared_task

from kernel.tenancy import PUBLIC, in_each_tenant, in_tenant
from themes.letters.services import keeping


@shared_task
def look_after_mails() -> None:
    """Daily: old bodies are dropped, and the domains that shops send from are looked at."""
    in_each_tenant(keeping.drop_old_bodies, keeping.look_at_dns)
    with in_tenant(PUBLIC):
        keeping.drop_old_bodies()
