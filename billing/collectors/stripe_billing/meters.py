"""Usage as Stripe keeps it: a meter for each of ours, and what it was told.

A meter of money counts one currency, which stands in its name. What a month counts at its highest
is told as the month's highest so far, to a meter that remembers the last.
"""

import logging
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import stripe
from django.db.models import Sum

from billing.catalogue import catalogue
from billing.collectors.stripe_billing import customers
from billing.models import Account, MeterCopy

log = logging.getLogger(__name__)
IDENTIFIERS_LIVE = timedelta(hours=23)  # docs: at least 24


def event_name(code: str, meter: str) -> str:
    """The name under which Stripe is told of a meter."""
    return f"marquee_{code}_{meter}"


def ensured(client: stripe.StripeClient, wanted: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The ids of meters by the name of their event; those that are wanted and missing are made.

    `wanted` names them by code and meter.
    """
    found = known(client)
    for code, meter in wanted:
        name = event_name(code, meter)
        if name in found:
            continue
        asked: Any = {
            "event_name": name,
            "display_name": f"{code}: {meter}"[:250],
            "default_aggregation": {"formula": "last" if is_peak(code, meter) else "sum"},
        }
        try:
            found[name] = client.v1.billing.meters.create(asked).id
        except stripe.InvalidRequestError:
            found = known(client)  # somebody else was faster
            if name not in found:
                raise
    return found


def known(client: stripe.StripeClient) -> dict[str, str]:
    """The ids of all active meters by the name of their event."""
    asked: Any = {"status": "active", "limit": 100}
    pages = client.v1.billing.meters.list(asked).auto_paging_iter()
    return {one.event_name: one.id for one in pages}


def is_peak(code: str, meter: str) -> bool:
    """Does a month count at its highest? The list says so; what it does not know is summed."""
    try:
        priced = catalogue().addon(code).usage_of(meter)
    except KeyError:
        return False
    return priced is not None and priced.count == "peak"


def tell(client: stripe.StripeClient, copy: MeterCopy, customer: str, meters: Mapping[str, str],
         now: datetime) -> bool:  # fmt: skip
    """Tell one copy; False where Stripe would not have it.

    An identifier is good for a day. What was tried before that, without an answer, may have
    arrived: then the day's sum tells.
    """
    is_stale = copy.tried_at is not None and copy.tried_at < now - IDENTIFIERS_LIVE
    if is_stale and _has_arrived(client, copy, customer, meters):
        return True
    asked: Any = {
        "event_name": event_name(copy.code, copy.meter),
        "identifier": copy.identifier,
        "timestamp": int(moment_of(copy).timestamp()),
        "payload": {"stripe_customer_id": customer, "value": str(copy.quantity)},
    }
    try:
        client.v1.billing.meter_events.create(asked)
    except stripe.InvalidRequestError as error:
        if "already exists with identifier" in str(error):
            return True
        log.error("stripe did not take usage %s: %s", copy.identifier, error)
        return False
    return True


def moment_of(copy: MeterCopy) -> datetime:
    """When a copy is said to have happened: early on its day, each a second after the one before.

    So a meter that remembers the last remembers the right one, in whatever order they arrive.
    """
    midnight = datetime.combine(copy.day, time.min, ZoneInfo(copy.account.zone))
    return midnight.astimezone(UTC) + timedelta(seconds=copy.nth)


def sum_of(client: stripe.StripeClient, *, meter: str, account: Account, customer: str,
           first: date, until: date) -> int:  # fmt: skip
    """What Stripe counts of a meter (its id) from the day `first` to the day before `until`."""
    zone = ZoneInfo(account.zone)
    start, end = (datetime.combine(day, time.min, zone) for day in (first, until))
    asked: Any = {
        "customer": customer,
        "start_time": int(start.timestamp()),
        "end_time": int(end.timestamp()),
    }
    found = client.v1.billing.meters.event_summaries.list(meter, asked).data
    return int(sum(one.aggregated_value for one in found))


def _has_arrived(
    client: stripe.StripeClient, copy: MeterCopy, customer: str, meters: Mapping[str, str]
) -> bool:
    """Whether the sum of its day holds it already. A meter that remembers may hear it again."""
    if is_peak(copy.code, copy.meter):
        return False
    told = sum_of(
        client, meter=meters[event_name(copy.code, copy.meter)], account=copy.account,
        customer=customer, first=copy.day, until=copy.day + timedelta(days=1),
    )  # fmt: skip
    sent = MeterCopy.objects.filter(
        account=copy.account, code=copy.code, meter=copy.meter, day=copy.day, sent_at__isnull=False
    )
    rest = told - (sent.aggregate(sum=Sum("quantity"))["sum"] or 0)
    return rest == copy.quantity


def names(copies: Iterable[MeterCopy]) -> set[tuple[str, str]]:
    """Code and meter of all these."""
    return {(copy.code, copy.meter) for copy in copies}


def customer_of(client: stripe.StripeClient, account: Account) -> str:
    """The id of the customer whose usage it is."""
    return account.collector_ref or customers.of(client, account).id
