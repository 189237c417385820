"""Collecting what invoices ask for, and what follows when it does not come.

Each attempt is a receipt. At the first failure an account is past due, and everything works on;
after fourteen days its add-ons are suspended; paid, it is good again at once.
"""

import logging
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Sum
from django_tenants.utils import schema_context

from billing.collectors import Collector, Reading
from billing.collectors.sandbox import SandboxCollector
from billing.collectors.stripe_billing import StripeCollector
from billing.collectors.stripe_billing.errors import TooSmall
from billing.errors import NothingOpen
from billing.facts import AccountMoved, CollectionFailed, InvoicePaid
from billing.models import Account, Invoice, Receipt
from billing.services import holding, rights
from kernel.actor import SYSTEM, Actor
from kernel.errors import Refusal
from kernel.facts.bus import announce
from kernel.tenancy import PUBLIC

log = logging.getLogger(__name__)
COLLECTORS: dict[str, Collector] = {
    one.code: one for one in (SandboxCollector(), StripeCollector())
}
ATTEMPTS = tuple(timedelta(days=days) for days in (0, 3, 7, 12))  # after the first failure
AND_THEN = timedelta(days=7)
LOOK_AGAIN = timedelta(days=1)  # at a debit that is on its way
TRY_LATER = timedelta(hours=2)  # when the collector is away
GRACE = timedelta(days=14)


def collector_of(account: Account) -> Collector:
    """Who collects from this account."""
    return COLLECTORS[account.collector]


def open_amount(invoice: Invoice) -> int:
    """Minor units that an invoice still asks for (of a credit note: still gives, negative)."""
    if invoice.state != Invoice.State.OPEN:
        return 0
    settled = invoice.receipts.aggregate(sum=Sum("amount"))["sum"]
    return int(invoice.total - (settled or 0))


def owed(account: Account) -> dict[str, int]:
    """What all open invoices ask for, credit notes taken off: minor units by currency."""
    found: dict[str, int] = {}
    for one in Invoice.objects.filter(account=account, state=Invoice.State.OPEN):
        found[one.currency] = found.get(one.currency, 0) + open_amount(one)
    return {currency: amount for currency, amount in found.items() if amount}


def collect(*, invoice: Invoice, now: datetime | None = None) -> Invoice:
    """Set credit notes off, ask the collector for the rest, write down what it says. Repeatable.

    Not in a transaction. Raises what the collector raises when it is away; then nothing changed.
    """
    now = now or datetime.now(UTC)
    if not _is_answered(invoice, now):
        amount = _set_off(invoice, now)
        if amount > 0:
            collector = COLLECTORS[invoice.collector]
            write_down(invoice=invoice, reading=collector.collect(invoice=invoice, amount=amount),
                       now=now)  # fmt: skip
    invoice.refresh_from_db()
    return invoice


def pay_now(*, invoice: Invoice, now: datetime | None = None) -> Invoice:
    """Collect because the owner says so. Raises NothingOpen, and what `collect` raises."""
    if open_amount(invoice) <= 0:
        raise NothingOpen
    return collect(invoice=invoice, now=now)


def look(*, ref: str, now: datetime | None = None) -> None:
    """Ask the collector what became of its invoice `ref`, and write that down.

    Not in a transaction. A word from outside says where to look, not what is true. A failure that
    no attempt is named for was written down by whoever asked.
    """
    with schema_context(PUBLIC):
        invoice = Invoice.objects.filter(collector_ref=ref).select_related("account").first()
    if invoice and invoice.state != Invoice.State.PAID:
        reading = COLLECTORS[invoice.collector].read(invoice=invoice)
        if reading.state != "failed" or reading.attempt:
            write_down(invoice=invoice, reading=reading, now=now or datetime.now(UTC))


def write_down(*, invoice: Invoice, reading: Reading, now: datetime) -> None:
    """Keep what a collector says of an invoice. The same words twice change nothing."""
    with transaction.atomic(), schema_context(PUBLIC):
        account, locked = _locked(invoice)
        if reading.ref and reading.ref != locked.collector_ref:
            locked.collector_ref = reading.ref
            locked.save(update_fields=["collector_ref"])
        if locked.state == Invoice.State.WRITTEN_OFF and reading.state == "paid":
            _open_again(locked, reading, now)
        if locked.state != Invoice.State.OPEN:
            return
        if reading.state == "paid":
            ref = reading.ref or locked.number
            _receipt(locked, Receipt.Kind.PAID, open_amount(locked), ref, now, reading.method)
            _close(account, locked, now)
        elif reading.state == "failed":
            _failed(account, locked, reading, now)
        else:
            locked.next_attempt_at = now + LOOK_AGAIN
            locked.save(update_fields=["next_attempt_at"])


def write_off(*, invoice: Invoice, by: Actor, reason: str, now: datetime | None = None) -> None:
    """Give up what credit notes leave of an invoice. The account is good if nothing else is owed.

    Raises NothingOpen.
    """
    now = now or datetime.now(UTC)
    _set_off(invoice, now)
    with transaction.atomic(), schema_context(PUBLIC):
        account, locked = _locked(invoice)
        amount = open_amount(locked)
        if amount <= 0:
            raise NothingOpen
        _receipt(locked, Receipt.Kind.WRITTEN_OFF, amount, f"{by}: {reason}"[:80], now, by=str(by))
        locked.state = Invoice.State.WRITTEN_OFF
        locked.next_attempt_at = None
        locked.save(update_fields=["state", "next_attempt_at"])
        _look_at(account, now)


def dun(*, now: datetime, most: int = 500) -> int:
    """Try what is due to be tried, and move accounts on that have owed for too long.

    Returns how many invoices were tried. A collector that is away is asked again in two hours; what
    is less than it can charge is given up.
    """
    with schema_context(PUBLIC):
        waiting = Invoice.objects.filter(state=Invoice.State.OPEN, next_attempt_at__lte=now)
        tried = list(waiting.select_related("account").order_by("next_attempt_at")[:most])
        for invoice in tried:
            try:
                collect(invoice=invoice, now=now)
            except TooSmall:
                write_off(invoice=invoice, by=SYSTEM, reason="too small to be charged", now=now)
            except Refusal as away:
                log.warning("could not collect %s: %s", invoice.number, away.code)
                Invoice.objects.filter(pk=invoice.pk).update(next_attempt_at=now + TRY_LATER)
            except Exception:
                log.exception("collecting %s failed", invoice.number)
                Invoice.objects.filter(pk=invoice.pk).update(next_attempt_at=now + LOOK_AGAIN)
        _suspend_the_late(now)
    return len(tried)


def _is_answered(invoice: Invoice, now: datetime) -> bool:
    """Did what was asked for before come meanwhile, or is it on its way? Then no less is asked."""
    if not invoice.collector_ref or invoice.state != Invoice.State.OPEN:
        return False
    reading = COLLECTORS[invoice.collector].read(invoice=invoice)
    if reading.state == "failed":
        return False
    write_down(invoice=invoice, reading=reading, now=now)
    return True


def _set_off(invoice: Invoice, now: datetime) -> int:
    """Use the account's open credit notes in this currency; returns what is left to ask for."""
    with transaction.atomic(), schema_context(PUBLIC):
        account, locked = _locked(invoice)
        amount = open_amount(locked)
        credits = Invoice.objects.filter(
            account=account, state=Invoice.State.OPEN, kind=Invoice.Kind.CREDIT_NOTE,
            currency=locked.currency,
        )  # fmt: skip
        if locked.is_credit:
            locked.next_attempt_at = None
            locked.save(update_fields=["next_attempt_at"])
            return 0
        for credit in credits.order_by("pk").select_for_update():
            used = min(amount, -open_amount(credit))
            if used <= 0:
                continue
            _receipt(locked, Receipt.Kind.SET_OFF, used, credit.number, now)
            _receipt(credit, Receipt.Kind.SET_OFF, -used, locked.number, now)
            amount -= used
            if open_amount(credit) == 0:
                credit.state = Invoice.State.PAID
                credit.save(update_fields=["state"])
        if amount == 0 and locked.state == Invoice.State.OPEN:
            _close(account, locked, now)
    return amount


def _failed(account: Account, invoice: Invoice, reading: Reading, now: datetime) -> None:
    failures = list(
        invoice.receipts.filter(kind=Receipt.Kind.FAILED)
        .order_by("pk")
        .values_list("at", flat=True)
    )
    attempt = len(failures) + 1
    ref = reading.attempt or f"{reading.ref}-{attempt}"
    if invoice.receipts.filter(kind=Receipt.Kind.FAILED, ref=ref).exists():
        if invoice.next_attempt_at is None or invoice.next_attempt_at <= now:
            invoice.next_attempt_at = now + LOOK_AGAIN
            invoice.save(update_fields=["next_attempt_at"])
        return
    first = failures[0] if failures else now
    _receipt(invoice, Receipt.Kind.FAILED, 0, ref, now, reading.method,
             failure=reading.failure or "other")  # fmt: skip
    due = [first + wait for wait in ATTEMPTS if first + wait > now]
    invoice.next_attempt_at = due[0] if due else now + AND_THEN
    invoice.save(update_fields=["next_attempt_at"])
    announce(
        CollectionFailed(account_id=account.pk, invoice_id=invoice.pk, attempt=attempt,
                         failure=reading.failure or "other")
    )  # fmt: skip
    if account.state == Account.State.GOOD:
        _move(account, Account.State.PAST_DUE, now, unpaid_since=now)


def _open_again(invoice: Invoice, reading: Reading, now: datetime) -> None:
    """What was given up comes after all: take back that it was."""
    kind = Receipt.Kind.WRITTEN_OFF
    given_up = invoice.receipts.filter(kind=kind).aggregate(sum=Sum("amount"))["sum"]
    _receipt(invoice, kind, -given_up, reading.ref or invoice.number, now)
    invoice.state = Invoice.State.OPEN


def _close(account: Account, invoice: Invoice, now: datetime) -> None:
    invoice.state = Invoice.State.PAID
    invoice.next_attempt_at = None
    invoice.save(update_fields=["state", "next_attempt_at"])
    announce(InvoicePaid(account_id=account.pk, invoice_id=invoice.pk))
    _look_at(account, now)


def _look_at(account: Account, now: datetime) -> None:
    """Good again, once no invoice is left that could not be collected."""
    if account.state == Account.State.GOOD:
        return
    left = Invoice.objects.filter(
        account=account, state=Invoice.State.OPEN, receipts__kind=Receipt.Kind.FAILED
    )
    if not left.exists():
        _move(account, Account.State.GOOD, now, unpaid_since=None)


def _suspend_the_late(now: datetime) -> None:
    late = Account.objects.filter(state=Account.State.PAST_DUE, unpaid_since__lte=now - GRACE)
    for pk in list(late.values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                account = Account.objects.select_for_update().get(pk=pk)
                if account.state == Account.State.PAST_DUE:
                    _move(account, Account.State.SUSPENDED, now, unpaid_since=account.unpaid_since)
        except Exception:
            log.exception("suspending account %s failed", pk)


def _move(account: Account, state: str, now: datetime, *, unpaid_since: datetime | None) -> None:
    """Stand otherwise from this moment on, in all that the account may do."""
    before, account.state, account.unpaid_since = account.state, state, unpaid_since
    account.save(update_fields=["state", "unpaid_since"])
    announce(AccountMoved(account_id=account.pk, before=before, state=state))
    if state == Account.State.SUSPENDED:
        holding.hold(account, now=now)
    elif before == Account.State.SUSPENDED:
        holding.release(account, now=now)
    else:
        rights.apply(account, now=now)


def _receipt(invoice: Invoice, kind: str, amount: int, ref: str, now: datetime, method: str = "",
             *, failure: str = "", by: str = "") -> None:  # fmt: skip
    Receipt.objects.create(invoice=invoice, kind=kind, amount=amount, ref=ref[:80], at=now,
                           method=method[:80], failure=failure[:40], by=by)  # fmt: skip


def _locked(invoice: Invoice) -> tuple[Account, Invoice]:
    """The account first, then its invoice: everybody locks in this order."""
    account = Account.objects.select_for_update().get(pk=invoice.account_id)
    return account, Invoice.objects.select_for_update(of=("self",)).get(pk=invoice.pk)
