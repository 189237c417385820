"""What a sale does by the clock, shop by shop."""

from celery import shared_task

from kernel.tenancy import in_each_tenant
from tenant_apps.ticketing.inventory.services import places
from tenant_apps.ticketing.sales.services import expiry, notices


@shared_task
def sweep_sales() -> None:
    """Expire unpaid orders and free expired holds in every shop."""
    in_each_tenant(expiry.expire_due, places.release_expired)


@shared_task
def look_after_payments() -> None:
    """Ask the gateways about open payments in every shop."""
    in_each_tenant(expiry.look_after_pending)


@shared_task
def look_after_refunds() -> None:
    """Ask the gateways again for the refunds that still wait in every shop."""
    in_each_tenant(notices.settle_requested_refunds)
