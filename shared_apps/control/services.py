"""What the platform's own pages change, beyond one tenant's row."""

from datetime import UTC, datetime

from django.db import IntegrityError, transaction

from kernel.actor import Actor
from kernel.errors import Refusal
from kernel.outbox import courier
from kernel.outbox.models import Delivery
from kernel.tenancy import in_tenant
from shared_apps.accounts.models import User
from shared_apps.control.forms import EMAIL_IS_KNOWN
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.services import signup


class EmailKnown(Refusal):
    """Somebody with this e-mail address is here already."""

    code = "email_known"
    sentence = EMAIL_IS_KNOWN
    status = 409


def owner(user: User) -> Actor:
    """Return an owner who acts on the platform; he may be another user in his shop."""
    return Actor("user", f"platform-{user.pk}", str(user))


def staff(user: User) -> Actor:
    """Return a member of the platform's staff as the one who acts."""
    return Actor("staff", user.email, str(user))


def sign_up(*, email: str, password: str, **shop: str) -> Tenant:
    """Make a user of the platform and open his first shop: both or neither.

    His e-mail address is still to be confirmed.
    `shop` is what `open_shop` takes. Raises EmailKnown, and what `open_shop` raises.
    """
    with transaction.atomic():
        try:
            with transaction.atomic():
                user = User.objects.create_user(email, password, language=shop["language"])
        except IntegrityError as error:
            raise EmailKnown from error
        return signup.open_shop(owner_user=user, is_confirmed=False, **shop)


def retry(*, tenant: Tenant, delivery_id: int | None = None) -> int:
    """Try parked deliveries of a tenant anew: one, or all. Returns how many."""
    with in_tenant(tenant.schema_name), transaction.atomic():
        parked = Delivery.objects.parked().select_for_update()
        if delivery_id is not None:
            parked = parked.filter(pk=delivery_id)
        ids = list(parked.values_list("pk", flat=True))
        Delivery.objects.filter(pk__in=ids).update(
            state=Delivery.State.WAITING,
            attempts=0,
            due_at=datetime.now(UTC),
            lease_until=None,
            error="",
        )
        courier.after_commit(ids)
    return len(ids)
