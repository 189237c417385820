"""While an account is suspended, what it has rests and costs nothing; paid, all goes on.

Years stay as they are: they are paid for.
"""

from datetime import date, datetime, timedelta

from billing.models import Account, Switch
from billing.reckoning import PLAN
from billing.services import rights, standing
from billing.services.accounts import FIRST_PLAN, today
from billing.spans import Span
from kernel.actor import SYSTEM

UNPAID = "unpaid"


def hold(account: Account, *, now: datetime) -> None:
    """Let what costs a monthly fee rest from tomorrow on. What is to come, comes all the same."""
    day = today(account, now)
    for code, spans in standing.had(account).items():
        span = standing.at(spans, day)
        if span and _costs(code, span):
            _write(account, code, span, spans, Switch.State.PAUSED, day + timedelta(days=1))
    rights.apply(account, now=now)


def release(account: Account, *, now: datetime) -> None:
    """Let what rested go on from today, and come what was to come."""
    day = today(account, now)
    for code, spans in standing.had(account).items():
        resting = next((one for one in spans if _rests(account, code, one, day)), None)
        if resting:
            _write(account, code, resting, spans, Switch.State.ACTIVE, day)
    rights.apply(account, now=now)


def _rests(account: Account, code: str, span: Span, day: date) -> bool:
    """Is this a rest of our making that lasts today, or begins tomorrow?"""
    if span.state != Switch.State.PAUSED or span.until and span.until <= day:
        return False
    begun = Switch.objects.filter(account=account, code=code, day=span.first, state=span.state)
    last = begun.order_by("-pk").first()
    return last is not None and (last.by, last.reason) == (str(SYSTEM), UNPAID)


def _costs(code: str, span: Span) -> bool:
    is_first_plan = code == PLAN and span.offer == FIRST_PLAN
    return span.state == "active" and span.cycle == "month" and not is_first_plan


def _write(
    account: Account, code: str, span: Span, spans: list[Span], state: str, day: date
) -> None:
    """The switch itself, and once more what was to come after it."""
    coming = [one for one in spans if one.first > day and one.state != Switch.State.PAUSED]
    for one, first, what in [(span, day, state), *((one, one.first, one.state) for one in coming)]:
        Switch.objects.create(
            account=account,
            code=code,
            offer=one.offer,
            state=what,
            cycle=one.cycle,
            version=one.version,
            day=first,
            by=str(SYSTEM),
            reason=UNPAID,
        )
