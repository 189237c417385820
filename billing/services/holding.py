"""While an account is suspended, what it has rests and costs nothing; paid, all goes on.

Years stay as they are: they are paid for. So do trials; but they do not turn into something to pay
for while the account owes.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

from billing.models import Account, Switch
from billing.reckoning import PLAN
from billing.services import rights, standing
from billing.services.accounts import FIRST_PLAN, today
from billing.spans import Span
from kernel.actor import SYSTEM

UNPAID = "unpaid"


def hold(account: Account, *, now: datetime) -> None:
    """Let what costs a monthly fee rest from tomorrow on, and what would begin to cost one then."""
    tomorrow = today(account, now) + timedelta(days=1)
    for code, spans in standing.had(account).items():
        _turn(account, code, _from(spans, tomorrow), partial(_costs, code), Switch.State.PAUSED)
    rights.apply(account, now=now)


def release(account: Account, *, now: datetime) -> None:
    """Let what rested go on from today, and come what was to come."""
    day = today(account, now)
    for code, spans in standing.had(account).items():
        _turn(account, code, _from(spans, day), partial(_rests, account, code), Switch.State.ACTIVE)
    rights.apply(account, now=now)


def _from(spans: list[Span], day: date) -> list[tuple[date, Span]]:
    """What is had from a day on, and the first day of each."""
    return [(max(one.first, day), one) for one in spans if one.until is None or one.until > day]


def _turn(
    account: Account,
    code: str,
    coming: list[tuple[date, Span]],
    is_meant: Callable[[Span], bool],
    state: str,
) -> None:
    """Let the spans that are meant have another state, and write once more what comes after."""
    meant = [is_meant(span) for _day, span in coming]
    if True not in meant:
        return
    for (day, span), is_other in list(zip(coming, meant, strict=True))[meant.index(True) :]:
        Switch.objects.create(
            account=account,
            code=code,
            offer=span.offer,
            state=state if is_other else span.state,
            cycle=span.cycle,
            version=span.version,
            day=day,
            by=str(SYSTEM),
            reason=UNPAID if is_other else "",
        )


def _rests(account: Account, code: str, span: Span) -> bool:
    """Is this a rest of our making?"""
    if span.state != Switch.State.PAUSED:
        return False
    begun = Switch.objects.filter(account=account, code=code, day=span.first, state=span.state)
    last = begun.order_by("-pk").first()
    return last is not None and (last.by, last.reason) == (str(SYSTEM), UNPAID)


def _costs(code: str, span: Span) -> bool:
    is_first_plan = code == PLAN and span.offer == FIRST_PLAN
    return span.state == "active" and span.cycle == "month" and not is_first_plan
