"""Ninety days after an add-on was switched off, what it had stored in the shop is erased.

A fortnight before, the owner is told. What rests, unpaid or by the owner's wish, is kept: only
what is off for good is erased, and nothing that was switched on anew in the meantime.
"""

import logging
from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.db.models import Max, QuerySet
from django_tenants.utils import schema_context

from billing.facts import AddOnDataErased, DataErasureNear
from billing.models import Account, Erasure, Switch
from billing.reckoning import PLAN
from billing.services.accounts import today
from kernel.actor import SYSTEM, act_as
from kernel.addons import AddOn, installed
from kernel.facts.bus import announce
from kernel.tenancy import PUBLIC, in_tenant
from shared_apps.tenants.models import Feature

log = logging.getLogger(__name__)
KEPT = timedelta(days=90)
TOLD_BEFORE = timedelta(days=14)


def sweep(*, now: datetime) -> int:
    """Tell owners what is near, and erase what is due at `now` (UTC). Returns how many erased.

    Repeatable; what fails for one account is tried again at the next sweep.
    """
    erased = 0
    with schema_context(PUBLIC):
        for switch in list(_ripe(now)):
            try:
                erased += _look_at(switch, now)
            except Exception:
                log.exception("erasure after switch %s failed", switch.pk)
    return erased


def stored(addon: AddOn) -> list[type[models.Model]]:
    """The tables that an add-on has in a shop, without those that its manifest keeps."""
    tables = [one for one in addon.get_models(include_auto_created=True) if not one._meta.proxy]
    return [one for one in tables if one._meta.managed and one.__name__ not in addon.keeps]


def _ripe(now: datetime) -> QuerySet[Switch]:
    """The last switch of each add-on of each account, if it is an off of long ago."""
    by_code = Switch.objects.exclude(code=PLAN).values("account", "code")
    last = by_code.annotate(last=Max("pk")).values("last")
    latest = now.date() + timedelta(days=1) - KEPT + TOLD_BEFORE  # in any zone
    off = Switch.objects.filter(pk__in=last, state=Switch.State.OFF, day__lte=latest)
    return off.filter(erasure__done_at=None).order_by("pk")


def _look_at(switch: Switch, now: datetime) -> int:
    """Tell of it, or do it. Returns 1 if it was done."""
    addon = next((one for one in installed() if one.feature == switch.code), None)
    if addon is None:
        return 0
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=switch.account_id)
        day = today(account, now)
        if not _is_still_off(account, switch) or day < switch.day + KEPT - TOLD_BEFORE:
            return 0
        known = Erasure.objects.filter(switch=switch).first()
        if known is None:
            _tell(account, switch, addon, day, now)
        elif known.done_at is None and known.day <= day:
            known.rows = _erase(account, addon)
            known.done_at = now
            known.save(update_fields=["rows", "done_at"])
            return 1
    return 0


def _is_still_off(account: Account, switch: Switch) -> bool:
    """Asked under the account's lock: nothing newer, and neither open nor merely resting."""
    newer = Switch.objects.filter(account=account, code=switch.code, pk__gt=switch.pk)
    had = Feature.objects.filter(tenant=account.tenant_id, code=switch.code)
    return not newer.exists() and not had.exclude(state=Feature.State.OFF).exists()


def _tell(account: Account, switch: Switch, addon: AddOn, today_is: date, now: datetime) -> None:
    """Announce the day, never nearer than a fortnight. Where nothing is stored, nothing is said."""
    with in_tenant(account.tenant.schema_name):
        if not any(one._base_manager.exists() for one in stored(addon)):
            return
    day = max(switch.day + KEPT, today_is + TOLD_BEFORE)
    Erasure.objects.create(account=account, switch=switch, day=day, told_at=now)
    announce(
        DataErasureNear(
            account_id=account.pk, switch_id=switch.pk, code=switch.code, day=day.isoformat()
        )
    )


def _erase(account: Account, addon: AddOn) -> int:
    """Empty the add-on's tables in the shop's schema. Returns how many rows there were."""
    with in_tenant(account.tenant.schema_name), act_as(SYSTEM):
        rows = sum(_empty(one) for one in stored(addon))
        announce(AddOnDataErased(code=addon.feature))
    return rows


def _empty(table: type[models.Model]) -> int:
    """Without loading a row: who points at whom is checked when the transaction commits."""
    everything = table._base_manager.all()
    return everything._raw_delete(everything.db)  # type: ignore[no-any-return,attr-defined]
