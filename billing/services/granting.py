"""Switching on somebody's word but the owner's: staff's, or that of a shop that is closed."""

from datetime import datetime

from django.db import transaction
from django_tenants.utils import schema_context

from billing.catalogue import catalogue
from billing.models import Account, Switch
from billing.reckoning import PLAN
from billing.services import standing
from billing.services.accounts import FIRST_PLAN, today
from billing.services.switching import locked, write
from billing.services.wishes import ACTIVE, MONTH, OFF, TRIAL, TRYING, end_of, row_after
from billing.spans import Span
from kernel.actor import Actor
from kernel.tenancy import PUBLIC


def grant(
    *, account: Account, code: str, state: str, by: Actor, reason: str,
    now: datetime | None = None, said_at: datetime | None = None,
) -> Switch | None:  # fmt: skip
    """What staff says holds from today: active, trial (ends by itself), free, paused or off.

    None where it is so already, and where the price list does not know it: that is had without us.
    Staff is not asked for a payment method. Who tells it later names `said_at`: it holds from that
    day, and not against what was switched since.
    """
    day = today(account, said_at or now)
    with transaction.atomic(), schema_context(PUBLIC):
        account = locked(account)
        if said_at and _was_switched(account, code, said_at):
            return None
        span = standing.at(standing.of_code(account, code), day)
        is_listed = code in {one.code for one in catalogue().addons}
        if (span.state if span else "off") == state or not (span or is_listed):
            return None
        version = span.version if span else catalogue().version
        base = Span(first=day, until=None, state=state, offer=span.offer if span else "",
                    cycle=MONTH, version=version)  # fmt: skip
        rows = [row_after(account, code, base, Switch.State(state), day, by, reason)]
        if state == TRYING:
            rows.append(row_after(account, code, base, OFF, day + TRIAL, by, reason))
        return write(rows, by, now, said_at)


def stop_all(*, account: Account, by: Actor, reason: str, now: datetime | None = None,
             said_at: datetime | None = None) -> None:  # fmt: skip
    """Stop every add-on, and go back to the first plan, at the end of what is paid for.

    Not what was switched since `said_at`, where that is told later.
    """
    day = today(account, said_at or now)
    with transaction.atomic(), schema_context(PUBLIC):
        account = locked(account)
        for code, span in standing.held(account, day=day).items():
            if code == PLAN and span.offer == FIRST_PLAN:
                continue
            if said_at and _was_switched(account, code, said_at):
                continue
            state = ACTIVE if code == PLAN else OFF
            offer = FIRST_PLAN if code == PLAN else ""
            row = row_after(account, code, span, state, end_of(span, day), by, reason)
            row.offer, row.cycle = offer, MONTH
            write([row], by, now, said_at)


def _was_switched(account: Account, code: str, since: datetime) -> bool:
    return Switch.objects.filter(account=account, code=code, made_at__gte=since).exists()
