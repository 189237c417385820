"""What surveys do by the clock, shop by shop."""

from celery import shared_task

from kernel.tenancy import in_each_tenant
from tenant_apps.addons.surveys.services import invitations


@shared_task
def ask_visitors() -> None:
    """Ask those whose session has been over for a while."""
    in_each_tenant(invitations.ask_due, feature="surveys")
