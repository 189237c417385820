"""From facts to usage: listens to what the add-ons' manifests name, and knows no add-on itself.

For each add-on that is installed, each of its meters and each fact that counts for it there is one
listener. It is billing's, so it hears always, also while the add-on is shut for the shop: what has
happened has happened, and what it costs on such a day is for the reckoning to say. So a reversal
that comes after the add-on was switched off is counted, provided that somebody announces it:

- of shares, `ticketing.sales` does: it keeps what was taken with the order, and gives it back;
- what an add-on alone could undo waits for it, since a shut add-on hears and answers nothing. When
  it is on again it may announce late, at the time of its reading: the next invoice makes up for it.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core import checks
from django.utils.module_loading import import_string
from django_tenants.utils import schema_context

from billing.catalogue import catalogue
from billing.services import usage
from billing.services.accounts import account_of
from kernel.addons import AddOn, installed
from kernel.facts.bus import Fact, when
from kernel.meters import readings
from kernel.tenancy import PUBLIC, current
from shared_apps.tenants.models import Tenant
from tenant_apps.ticketing.sales.facts import CommissionReturned, CommissionTaken

log = logging.getLogger(__name__)
BELIEVED = timedelta(days=60)  # less than invoices look back


def listen() -> None:
    """Register the listeners. Once, when all apps are loaded."""
    for addon in installed():
        listen_for(addon)
    for kind in (CommissionTaken, CommissionReturned):
        when(kind, outside=True, path=f"billing.meters:{kind.name()}")(count_share)


def listen_for(addon: AddOn) -> None:
    """Register the listeners of one add-on. What is no fact is left to the check, and logged."""
    for meter, path in metered_by(addon):
        kind = _fact(path)
        if kind is None:
            log.error("%s counts %s by %s, which is no fact", addon.name, meter, path)
            continue
        where = f"billing.meters:{addon.feature}.{meter}.{kind.name()}"
        when(kind, outside=True, path=where)(partial(count, code=addon.feature, meter=meter))


def metered_by(addon: AddOn) -> Iterator[tuple[str, str]]:
    """Yield (meter, dotted path of a fact) for all that a manifest names."""
    for meter, facts in addon.meters.items():
        for path in (facts,) if isinstance(facts, str) else facts:
            yield meter, path


def count(fact: Fact, *, code: str, meter: str) -> None:
    """Write down what a fact of the current shop says to a meter. Safe to repeat.

    Not in a transaction: it works in `public`. Raises LookupError where there is no shop.
    """
    found = readings(fact)
    tenant_id = current().tenant_id
    if tenant_id is None:
        raise LookupError(f"{fact.name()} happened in no shop: there is nobody to count it for")
    with schema_context(PUBLIC):
        account = account_of(Tenant.objects.select_related("plan").get(pk=tenant_id))
        for one in found:
            usage.record(
                account=account,
                code=code,
                meter=meter,
                quantity=one.quantity,
                source=one.source,
                occurred_at=_believed(one.at, fact.at),
                currency=one.currency,
                is_collected=one.is_collected,
            )


def _believed(at: datetime | None, said_at: datetime) -> datetime:
    """When something was used; when it was said, if the clock of a device cannot be right."""
    return at if at and said_at - BELIEVED <= at <= said_at else said_at


def count_share(fact: CommissionTaken | CommissionReturned) -> None:
    """Count money of which we have a share, on the meter that the price list names for it.

    Raises LookupError for an add-on that has none there.
    """
    meter = catalogue().addon(fact.code).share_meter
    if not meter:
        raise LookupError(f"the price list has no share of {fact.code}")
    count(fact, code=fact.code, meter=meter)


@checks.register("billing")
def check_meters(**kwargs: Any) -> list[checks.CheckMessage]:
    """What manifests count is announced by a fact, and has its place in the price list."""
    return [problem for addon in installed() for problem in problems_of(addon)]


def problems_of(addon: AddOn) -> Iterator[checks.CheckMessage]:
    """What is wrong with the meters of a manifest."""
    known = _listed(addon.feature)
    for meter in addon.meters:
        if meter not in known:
            yield checks.Error(
                f"{addon.name} counts {meter}, which the price list does not know.",
                hint="Add it in billing/catalogue.toml; at a price of 0 it is for fair use.",
                id="billing.E001",
            )
    for meter, path in metered_by(addon):
        if _fact(path) is None:
            yield checks.Error(
                f"{addon.name} counts {meter} by {path}, which is no fact.",
                hint="Name a class of the add-on's facts.py by its dotted path.",
                id="billing.E002",
            )


def _listed(code: str) -> set[str]:
    try:
        offer = catalogue().addon(code)
    except KeyError:
        return set()
    return {offer.share_meter, *(one.meter for one in offer.usage if not one.instead)} - {""}


def _fact(path: str) -> type[Fact] | None:
    try:
        found = import_string(path)
    except ImportError:
        return None
    return found if isinstance(found, type) and issubclass(found, Fact) else None
