"""An owner shows that his e-mail address is his; his shops are trusted with money from then on."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_tenants.utils import schema_context

from kernel.actor import Actor, act_as
from kernel.errors import Refusal
from kernel.facts.bus import announce
from kernel.tenancy import PUBLIC, in_tenant
from shared_apps.accounts.models import User
from shared_apps.tenants.directory import directory
from shared_apps.tenants.facts import ShopConfirmed
from shared_apps.tenants.models import Tenant


class ConfirmFirst(Refusal):
    """Whoever takes money must be reachable."""

    code = "owner_not_confirmed"
    sentence = _(
        "Confirm your e-mail address first: the link is in the mail that we sent you. "
        "Until then your shop takes test payments only."
    )
    status = 409


def confirm_shops(*, user: User) -> int:
    """Trust all shops that this user of the platform owns. Returns how many were not before."""
    with transaction.atomic(), schema_context(PUBLIC):
        waiting = Tenant.objects.select_for_update().filter(
            is_confirmed=False, pk__in=user.ownerships.filter(role="owner").values("tenant")
        )
        shops = list(waiting.order_by("pk"))
        if not shops:
            return 0
        Tenant.objects.filter(pk__in=[one.pk for one in shops]).update(is_confirmed=True)
        directory.changed()
    by = Actor("user", f"platform-{user.pk}")
    for shop in shops:  # one schema at a time
        with in_tenant(shop.schema_name), transaction.atomic(), act_as(by):
            announce(ShopConfirmed())
    return len(shops)


def insist(tenant: Tenant) -> None:
    """Raise ConfirmFirst unless an owner of the shop has confirmed his address."""
    if not tenant.is_confirmed:
        raise ConfirmFirst()
