"""A process that writes all invoices due by an instant, and may be killed while it does."""

import sys
from datetime import datetime

import django

django.setup()

from billing.services import invoicing  # noqa: E402
from kernel.outbox import courier  # noqa: E402
from tests.bench.accounts import DUE  # noqa: E402

if __name__ == "__main__":
    courier.hand_over = lambda schema_name, delivery_ids: None  # papers and letters are for workers
    invoicing.run(now=datetime.fromisoformat(sys.argv[1]) if len(sys.argv) > 1 else DUE)
