"""Our invoice, charged through Stripe: an invoice there with the same lines, final, and paid.

Stripe's invoice is found again by our number in its metadata, so a process that dies at any step
is followed by one that goes on from there. There is one at a time: what is void is not counted.
"""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import stripe
from django.utils.translation import gettext as _
from django.utils.translation import override

from billing.collectors import Difference, Reading
from billing.collectors.stripe_billing import customers
from billing.collectors.stripe_billing.errors import TooSmall, TotalsDiffer
from billing.collectors.stripe_billing.reading import GONE, intent_of, reading, retrieved
from billing.models import Invoice
from billing.services import discrepancies
from tenant_apps.ticketing.payments.gateways.stripe_amounts import least, to_stripe

TOTAL = "total"  # the kind of discrepancy by which charging is stopped


def charge(client: stripe.StripeClient, invoice: Invoice, amount: int) -> Reading:
    """Charge `amount` minor units of our invoice, or say what became of it before.

    Raises TooSmall, and TotalsDiffer where Stripe counts otherwise: then it is void there, the
    difference is on record, and nothing more is tried until somebody has settled that.
    """
    smallest = least(invoice.currency)
    if smallest is not None and amount < smallest.amount:
        raise TooSmall
    if discrepancies.is_open(account=invoice.account, kind=TOTAL, ref=invoice.number):
        raise TotalsDiffer
    customer = customers.of(client, invoice.account)
    theirs = _final(client, invoice, customer.id, to_stripe(amount, invoice.currency), amount)
    if theirs.status != "open":
        return reading(client, theirs)
    intent = intent_of(client, theirs)
    if intent is not None and intent.status == "processing":
        return reading(client, theirs)
    if not customers.usual_of(customer):
        return Reading(state="failed", ref=theirs.id, failure="no_method")
    return _paid(client, theirs)


def _final(
    client: stripe.StripeClient, invoice: Invoice, customer: str, asked: int, amount: int
) -> stripe.Invoice:
    """The final invoice at Stripe that asks for just this; made where there is none."""
    theirs, before = _standing(client, invoice, customer)
    if theirs and theirs.status in ("draft", "open") and _meant(theirs) != amount:
        if _is_processing(client, theirs):
            return theirs
        _drop(client, theirs)  # a credit note was set off in the meantime
        theirs, before = None, before + 1
    if theirs is None:
        theirs = _draft(client, invoice, customer, amount, before)
    if theirs.status == "draft":
        _fill(client, invoice, theirs, amount)
        theirs = _finalised(client, theirs.id)
    if theirs.total != asked or theirs.amount_due != asked:
        _stop(client, invoice, theirs, asked)
    return theirs


def _standing(
    client: stripe.StripeClient, invoice: Invoice, customer: str
) -> tuple[stripe.Invoice | None, int]:
    """Stripe's invoice for ours, and how many there were before it that are void by now."""
    asked: Any = {"customer": customer, "limit": 100}
    found = [
        one
        for one in client.v1.invoices.list(asked).auto_paging_iter()
        if one.metadata and one.metadata.to_dict().get("invoice") == invoice.number
    ]
    live = next((one for one in found if one.status not in GONE), None)
    if live is None or live.id is None:
        return None, len(found)
    return retrieved(client, live.id), len(found) - 1


def _draft(
    client: stripe.StripeClient, invoice: Invoice, customer: str, amount: int, before: int
) -> stripe.Invoice:
    with override(invoice.language):
        description = _("Invoice {number}").format(number=invoice.number)
    asked: Any = {
        "customer": customer,
        "currency": invoice.currency.lower(),
        "auto_advance": False,
        "collection_method": "charge_automatically",
        "pending_invoice_items_behavior": "exclude",
        "description": description,
        "metadata": {
            "schema": invoice.account.tenant.schema_name,
            "invoice": invoice.number,
            "amount": str(amount),
        },
    }
    key = f"invoice-{customer}-{invoice.number}-{amount}-{before}"
    return client.v1.invoices.create(asked, {"idempotency_key": key})


def _fill(
    client: stripe.StripeClient, invoice: Invoice, theirs: stripe.Invoice, amount: int
) -> None:
    """Put all our lines on a draft, those that it has already left out."""
    asked: Any = {"limit": 100}
    pages = client.v1.invoices.line_items.list(_id(theirs), asked).auto_paging_iter()
    there = {line.metadata.to_dict().get("position") for line in pages}
    for item in _items(invoice, amount):
        position = item["metadata"]["position"]
        if position in there:
            continue
        whole: Any = item | {"customer": _name(theirs.customer), "invoice": theirs.id}
        key = f"line-{theirs.id}-{position}"
        client.v1.invoice_items.create(whole, {"idempotency_key": key})


def _items(invoice: Invoice, amount: int) -> list[dict[str, Any]]:
    """Our lines, the tax on a line of its own, and what credit notes have taken off."""
    zone = ZoneInfo(invoice.account.zone)
    items = []
    for line in invoice.lines.all():
        start = datetime.combine(line.first, time.min, zone)
        end = datetime.combine(line.last + timedelta(days=1), time.min, zone)
        item = _item(invoice, str(line.position), line.amount, line.text)
        item["period"] = {"start": int(start.timestamp()), "end": int(end.timestamp())}
        items.append(item)
    with override(invoice.language):
        if invoice.tax:
            items.append(_item(invoice, "tax", invoice.tax, _("VAT")))
        if amount != invoice.total:
            off = amount - invoice.total
            items.append(_item(invoice, "set-off", off, _("Credit notes and payments taken off")))
    return items


def _item(invoice: Invoice, position: str, amount: int, text: str) -> dict[str, Any]:
    return {
        "amount": to_stripe(amount, invoice.currency),
        "currency": invoice.currency.lower(),
        "description": text[:500],
        "discountable": False,
        "metadata": {"position": position},
    }


def _finalised(client: stripe.StripeClient, ref: str | None) -> stripe.Invoice:
    assert ref
    asked: Any = {"auto_advance": False}
    try:
        client.v1.invoices.finalize_invoice(ref, asked)
    except stripe.InvalidRequestError:
        if retrieved(client, ref).status == "draft":
            raise
    return retrieved(client, ref)


def _stop(
    client: stripe.StripeClient, invoice: Invoice, theirs: stripe.Invoice, asked: int
) -> None:
    """Take back an invoice that asks for another sum than ours, and say so. Raises TotalsDiffer."""
    if theirs.status == "open":
        client.v1.invoices.void_invoice(_id(theirs))
    said = f"{theirs.total}, {theirs.amount_due} to pay, {theirs.status} {theirs.id}"
    difference = Difference(kind=TOTAL, ref=invoice.number, ours=str(asked), theirs=said)
    discrepancies.note(account=invoice.account, difference=difference)
    raise TotalsDiffer


def _paid(client: stripe.StripeClient, theirs: stripe.Invoice) -> Reading:
    """Charge it. Whatever Stripe answers, the invoice itself says what came of it."""
    asked: Any = {"off_session": True}
    try:
        client.v1.invoices.pay(_id(theirs), asked)
    except (stripe.CardError, stripe.InvalidRequestError):
        found = reading(client, retrieved(client, _id(theirs)))
        if found.state == "failed" and not found.failure:
            raise
        return found
    return reading(client, retrieved(client, _id(theirs)))


def _drop(client: stripe.StripeClient, theirs: stripe.Invoice) -> None:
    if theirs.status == "draft":
        client.v1.invoices.delete(_id(theirs))
    else:
        client.v1.invoices.void_invoice(_id(theirs))


def _is_processing(client: stripe.StripeClient, theirs: stripe.Invoice) -> bool:
    intent = intent_of(client, theirs)
    return intent is not None and intent.status == "processing"


def _meant(theirs: stripe.Invoice) -> int:
    said = theirs.metadata.to_dict().get("amount", "") if theirs.metadata else ""
    return int(said) if said.isdecimal() else -1


def _id(theirs: stripe.Invoice) -> str:
    assert theirs.id
    return theirs.id


def _name(thing: Any) -> str:
    return thing if isinstance(thing, str) else thing.id
