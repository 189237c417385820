"""What Stripe tells us of our own account with it: a reason to look, never what is true."""

from django_tenants.utils import schema_context

from billing.models import Account
from billing.services import collecting, copies
from kernel.tenancy import PUBLIC

OF_INVOICES = frozenset(
    f"invoice.{what}"
    for what in ("paid", "payment_succeeded", "payment_failed", "payment_action_required", "voided")
)
OF_CUSTOMERS = frozenset({"customer.updated", "customer.deleted"})


def stripe_said(*, kind: str, object_id: str) -> None:
    """Look at the invoice, or at how the account pays. Unknown objects are not ours.

    Not in a transaction: it talks to the outside. Raises what collectors raise when they are away.
    """
    if kind in OF_INVOICES:
        collecting.look(ref=object_id)
    elif kind in OF_CUSTOMERS:
        with schema_context(PUBLIC):
            found = Account.objects.filter(collector="stripe", collector_ref=object_id)
            for account in found.select_related("tenant"):
                copies.refresh_method(account)
