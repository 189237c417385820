"""What surveys do by the clock, shop by shop."""

from celery import shared_task

from kernel.tenancy import each_tenant
from tenant_apps.addons.surveys.services import invitations


@shared_task
def ask_visitors() -> None:
    """Ask those whose session has been over for a while."""
    for _shop in each_tenant(feature="surveys"):
        invitations.ask_due()
