"""Finds deliveries that were not handed over: the broker was down, or a worker died."""

from datetime import UTC, datetime, timedelta
from itertools import islice

from kernel import valkey
from kernel.outbox import courier
from kernel.outbox.delivery import deliver
from kernel.outbox.models import Delivery
from kernel.tenancy import PUBLIC, all_schemas, in_tenant

SETTLING = timedelta(seconds=5)  # a fresh delivery is on its way to a worker: let it arrive
BATCH = 200
_turn = "outbox:turn"


def sweep() -> int:
    """Visit the tenants that are marked as having work. Returns how many deliveries were done."""
    done = 0
    for schema_name in courier.marked():
        done += sweep_tenant(schema_name)
    return done


def sweep_rotation(size: int = 20) -> int:
    """Visit the next `size` of all schemas, so that even a lost Valkey loses nothing."""
    schemas = [PUBLIC, *all_schemas()]
    start = valkey.ask(lambda it: int(it.incrby(valkey.key(_turn), size)), None)
    if start is None:  # no Valkey, so no marks either: visit everybody
        start, size = 0, len(schemas)
    turn = (schemas[(start + i) % len(schemas)] for i in range(size))
    return sum(sweep_tenant(schema_name) for schema_name in dict.fromkeys(islice(turn, size)))


def sweep_tenant(schema_name: str) -> int:
    """Deliver what is due in one schema; mark it again if more is waiting."""
    try:
        with in_tenant(schema_name):
            due = Delivery.objects.due(datetime.now(UTC) - SETTLING).order_by("due_at")
            ids = list(due.values_list("pk", flat=True)[:BATCH])
            done = sum(deliver(one) for one in ids)
            if Delivery.objects.filter(state=Delivery.State.WAITING).exists():
                courier.mark(schema_name)
    except LookupError:  # the shop is gone
        return 0
    return done
