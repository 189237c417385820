"""Stripe's books held against ours: what it says otherwise."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import stripe

from billing.collectors import Difference
from billing.collectors.stripe_billing import customers, meters, mirroring
from billing.collectors.stripe_billing.prices import Price
from billing.models import Account, Invoice, Receipt
from billing.spans import after
from tenant_apps.ticketing.payments.gateways.stripe_amounts import to_stripe

OVER = ("void", "uncollectible", "draft")


def compare(
    client: stripe.StripeClient, account: Account, month: date, until: date,
    used: Mapping[str, int], wanted: Mapping[str, Price] | None,
) -> list[Difference]:  # fmt: skip
    """All differences of a month until the day before `until`; `used` by "code.meter".

    What the account has today is compared where `wanted` names it.
    """
    customer = customers.read(client, account)
    if customer is None:
        ours = account.collector_ref or "one"
        return [Difference(kind="customer", ref="customer", ours=ours, theirs="none")]
    found = _usage(client, account, customer.id, month, until, used)
    if wanted is not None:
        found += _subscriptions(client, customer.id, wanted)
    ours_then = Invoice.objects.filter(account=account, month=month, collector="stripe")
    return found + _invoices(client, account, customer.id, month, ours_then)


def _usage(client: stripe.StripeClient, account: Account, customer: str, month: date,
           until: date, used: Mapping[str, int]) -> list[Difference]:  # fmt: skip
    known = meters.known(client)
    found = []
    for name, ours in used.items():
        meter = known.get(meters.event_name(*name.split(".", 1)))
        theirs = 0
        if meter:
            theirs = meters.sum_of(client, meter=meter, account=account, customer=customer,
                                   first=month, until=until)  # fmt: skip
        if theirs != ours:
            found.append(Difference(kind="usage", ref=name, ours=str(ours), theirs=str(theirs)))
    return found


def _subscriptions(
    client: stripe.StripeClient, customer: str, wanted: Mapping[str, Price]
) -> list[Difference]:
    if not mirroring.has_begun(client, customer):
        return []
    there: set[str] = set()
    found = []
    for known in [one for some in mirroring.by_kind(client, customer).values() for one in some]:
        items = mirroring.items_of(client, known.id)
        there |= {item.price.lookup_key or item.price.id for item in items}
        if not mirroring.is_paused(known):
            found.append(
                Difference(kind="subscription", ref=known.id, ours="paused", theirs="collects")
            )
    for key in sorted(there ^ set(wanted)):
        ours, theirs = ("yes" if key in some else "no" for some in (wanted, there))
        found.append(Difference(kind="item", ref=key[:90], ours=ours, theirs=theirs))
    return found


def _invoices(client: stripe.StripeClient, account: Account, customer: str, month: date,
              ours: Iterable[Invoice]) -> list[Difference]:  # fmt: skip
    zone = ZoneInfo(account.zone)
    start, end = (datetime.combine(day, time.min, zone) for day in (month, after(month)))
    asked: Any = {"customer": customer, "limit": 100}
    asked["created"] = {"gte": int(start.timestamp())}
    theirs = list(client.v1.invoices.list(asked).auto_paging_iter())
    by_number: dict[str, list[stripe.Invoice]] = {}
    found: list[Difference] = []
    for one in theirs:
        number = (one.metadata.to_dict() if one.metadata else {}).get("invoice", "")
        by_number.setdefault(number, []).append(one)
        if not number and one.created < end.timestamp():
            found += _stranger(one)
    for invoice in ours:
        live = [one for one in by_number.get(invoice.number, []) if one.status not in OVER]
        found += _of_one(invoice, live)
    return found


def _stranger(one: stripe.Invoice) -> Iterable[Difference]:
    """An invoice that is not ours: a subscription's must be void, any other must not be."""
    if one.status in ("void", "draft") or not one.total:
        return
    made_by_itself = one.parent is not None and one.parent.type == "subscription_details"
    kind = "subscription_invoice" if made_by_itself else "unknown_invoice"
    ours = "void" if made_by_itself else "none"
    theirs = f"{one.status}, {one.total} {one.currency}"
    yield Difference(kind=kind, ref=one.id or "", ours=ours, theirs=theirs)


def _of_one(invoice: Invoice, live: list[stripe.Invoice]) -> Iterable[Difference]:
    """One invoice of ours: what was charged for it, here and there."""
    charged = sum(invoice.receipts.filter(kind=Receipt.Kind.PAID).values_list("amount", flat=True))
    ours = to_stripe(charged, invoice.currency)
    theirs = sum(one.amount_paid for one in live)
    if ours != theirs:
        yield Difference(kind="paid", ref=invoice.number, ours=str(ours), theirs=str(theirs))
    open_there = [one.id for one in live if one.status == "open"]
    if open_there and invoice.state != Invoice.State.OPEN:
        yield Difference(
            kind="still_open",
            ref=invoice.number,
            ours=invoice.state,
            theirs=f"open {open_there[0]}",
        )
