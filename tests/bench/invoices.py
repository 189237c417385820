"""How long the invoices of many accounts take, in how much memory, and whether a kill loses any.

The floor: the same rows, written one invoice to a transaction, with nothing reckoned.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import psutil
from django.db import connection, transaction

from billing.models import Invoice, Line
from tests.bench import accounts

ACCOUNTS, SCANS = 1000, 500


def report() -> Iterator[str]:
    """Measure, and say it line by line."""
    connection.set_schema_to_public()
    accounts.build(ACCOUNTS, scans=SCANS)
    yield f"{ACCOUNTS} accounts, {ACCOUNTS * SCANS:,} scans, {4 * ACCOUNTS:,} switches"
    killed = _biller()
    while Invoice.objects.count() < ACCOUNTS // 3:
        time.sleep(0.05)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    before = Invoice.objects.count()
    yield f"killed after {before} invoices"
    started = time.monotonic()
    again = _biller()
    most = _watched(again)
    took = time.monotonic() - started
    made = Invoice.objects.count() - before
    yield (
        f"the rest: {made} invoices in {took:.1f} s with its start, {took * 1000 / made:.1f} ms "
        f"each; memory {most / 2**20:.0f} MiB at most"
    )
    floor = _floor(200)
    yield f"floor, the same rows without reckoning: {floor:.1f} ms each"
    yield from _proof()


def _biller() -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-P", "-m", "tests.races.biller"], env=os.environ)


def _watched(process: subprocess.Popen) -> int:
    most, seen = 0, psutil.Process(process.pid)
    while process.poll() is None:
        try:
            most = max(most, seen.memory_info().rss)
        except psutil.NoSuchProcess:
            break
        time.sleep(0.05)
    process.wait()
    return most


def _floor(number: int) -> float:
    """Milliseconds for one invoice's rows, copied in a transaction that is then taken back."""
    some = list(Invoice.objects.prefetch_related("lines").order_by("pk")[:number])
    started = time.monotonic()
    for index, invoice in enumerate(some):
        lines = list(invoice.lines.all())
        with transaction.atomic():
            invoice.pk, invoice.number = None, f"floor-{index}"
            invoice.month = invoice.month.replace(year=1999)
            invoice.save(force_insert=True)
            for line in lines:
                line.pk, line.invoice = None, invoice
            Line.objects.bulk_create(lines)
    return (time.monotonic() - started) * 1000 / len(some)


def _proof() -> Iterator[str]:
    numbers = list(
        Invoice.objects.exclude(number__startswith="floor")
        .order_by("number")
        .values_list("number", flat=True)
    )
    whole = numbers == [f"2027-{n:06d}" for n in range(1, ACCOUNTS + 1)]
    accounts_once = (
        Invoice.objects.exclude(number__startswith="floor").values("account").distinct().count()
    )
    yield f"numbers without a gap: {whole}; accounts with an invoice: {accounts_once}"
