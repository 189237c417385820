"""Whether a shop is open: closed by its owner, shut by us, and opened again."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_tenants.utils import schema_context

from kernel.actor import Actor, act_as
from kernel.errors import Refusal
from kernel.facts.bus import Fact, announce
from kernel.tenancy import PUBLIC, in_tenant
from shared_apps.tenants.directory import directory
from shared_apps.tenants.facts import ShopClosed, ShopReopened, ShopResumed, ShopSuspended
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.services.features import ReasonMissing

TIME_TO_THINK = timedelta(days=30)
ACTIVE, CLOSING, SUSPENDED = Tenant.State.ACTIVE, Tenant.State.CLOSING, Tenant.State.SUSPENDED


class ShopIsShut(Refusal):
    """What we have shut, its owner neither closes nor opens."""

    code = "shop_is_shut"
    sentence = _("This shop is closed by Marquee. Write to us before you do anything with it.")
    status = 409


class TooLateToReopen(Refusal):
    """The days in which an owner may change his mind are over."""

    code = "too_late_to_reopen"
    sentence = _("The thirty days are over. Write to us, and we open the shop again for you.")
    status = 409


def suspend(*, tenant: Tenant, by: Actor, reason: str) -> None:
    """Shut the shop to everybody, at once; twice is once. Raises ReasonMissing."""
    _change(tenant, by, ShopSuspended(reason=_said(reason)), state=SUSPENDED)


def resume(*, tenant: Tenant, by: Actor, reason: str) -> None:
    """Open the shop again, also one that its owner closed; twice is once. Raises ReasonMissing."""
    _change(tenant, by, ShopResumed(reason=_said(reason)), state=ACTIVE, closed_at=None)


def close(*, tenant: Tenant, by: Actor, reason: str) -> None:
    """Close the shop on its owner's word: from now on nothing is sold; tickets stay good.

    Order pages, the door, refunds and backstage stay open. Raises ReasonMissing, ShopIsShut.
    """
    fact = ShopClosed(reason=_said(reason))
    if _state(tenant) == SUSPENDED:
        raise ShopIsShut()
    _change(tenant, by, fact, unless=SUSPENDED, state=CLOSING, closed_at=datetime.now(UTC))


def reopen(*, tenant: Tenant, by: Actor) -> None:
    """Open the shop again on its owner's word. Raises ShopIsShut, TooLateToReopen."""
    if _state(tenant) == SUSPENDED:
        raise ShopIsShut()
    if (until := may_reopen_until(tenant)) and until < datetime.now(UTC):
        raise TooLateToReopen()
    _change(tenant, by, ShopReopened(), unless=SUSPENDED, state=ACTIVE, closed_at=None)


def may_reopen_until(tenant: Tenant) -> datetime | None:
    """Until when the owner may change his mind; None while he has closed nothing."""
    return tenant.closed_at + TIME_TO_THINK if tenant.closed_at else None


def _state(tenant: Tenant) -> str:
    with schema_context(PUBLIC):
        tenant.refresh_from_db(fields=["state", "closed_at"])
    return tenant.state


def _change(tenant: Tenant, by: Actor, fact: Fact, *, unless: str = "", **change: Any) -> None:
    """Change the row, unless it is so already, or came to the state `unless` meanwhile."""
    left_alone = {change["state"], unless}
    with transaction.atomic(), schema_context(PUBLIC):
        others = Tenant.objects.filter(pk=tenant.pk).exclude(state__in=left_alone)
        changed = others.update(**change)
        if not changed:
            return
        for field, value in change.items():
            setattr(tenant, field, value)
        directory.changed()
        with in_tenant(tenant.schema_name), act_as(by):
            announce(fact)


def _said(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing()
    return reason.strip()[:500]
