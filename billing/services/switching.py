"""Switching plans and add-ons, by their owner. All of it is rows of `Switch`."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django_tenants.utils import schema_context

from billing.errors import NothingToChange, PayFirst, YearIsPaid
from billing.facts import SwitchMade
from billing.models import Account, Switch
from billing.reckoning import PLAN
from billing.services import rights, standing
from billing.services.accounts import today
from billing.services.allowed import insist, insist_nobody_needs
from billing.services.wishes import (
    ACTIVE,
    MONTH,
    OFF,
    PAUSED,
    TRYING,
    YEAR,
    Wish,
    end_of,
    row_after,
    rows_of,
)
from billing.spans import Span
from kernel.actor import Actor, act_as
from kernel.facts.bus import announce
from kernel.tenancy import PUBLIC


def order(
    *,
    account: Account,
    code: str,
    offer: str = "",
    state: str = "active",
    cycle: str = "month",
    by: Actor,
    reason: str = "",
    now: datetime | None = None,
) -> Switch:
    """Have something from today on: an add-on (`state` trial or active) or another plan.

    A cheaper plan holds from the next month. A trial turns active by itself after fourteen days.
    Raises NotForSale, HasItAlready, TrialUsed, NeedsMethod, PayFirst, YearIsPaid, OthersNeedIt.
    """
    wish = Wish(code=code, offer=offer, state=state, cycle=cycle)
    day = today(account, now)
    with transaction.atomic(), schema_context(PUBLIC):
        account = locked(account)
        insist(account, wish, day)
        rows = rows_of(account, wish, day, by=str(by), reason=reason)
        return write(rows, by, now)


def stop(
    *,
    account: Account,
    code: str,
    when: str = "month",
    by: Actor,
    reason: str = "",
    now: datetime | None = None,
) -> Switch:
    """Have it no longer: from the end of what is paid for (`month`), or from tomorrow (`now`).

    A trial ends with its days, a year with the year. Raises NothingToChange, OthersNeedIt.
    """
    day = today(account, now)
    with transaction.atomic(), schema_context(PUBLIC):
        account = locked(account)
        span = had_now(account, code, day)
        if code == PLAN:
            raise NothingToChange
        insist_nobody_needs(account, code, day)
        end = end_of(span, day)
        last = min(end, day + timedelta(days=1)) if when == "now" and span.cycle == MONTH else end
        return write([row_after(account, code, span, OFF, last, by, reason)], by, now)


def pause(*, account: Account, code: str, by: Actor, reason: str = "",
          now: datetime | None = None) -> Switch:  # fmt: skip
    """Cost nothing from tomorrow on, and start nothing new; what was sold with it works.

    Raises NothingToChange, YearIsPaid, OthersNeedIt.
    """
    day = today(account, now)
    with transaction.atomic(), schema_context(PUBLIC):
        account = locked(account)
        span = had_now(account, code, day)
        if span.state != ACTIVE or code == PLAN:
            raise NothingToChange
        if span.cycle == YEAR:
            raise YearIsPaid
        insist_nobody_needs(account, code, day)
        tomorrow = day + timedelta(days=1)
        return write([row_after(account, code, span, PAUSED, tomorrow, by, reason)], by, now)


def resume(*, account: Account, code: str, by: Actor, reason: str = "",
           now: datetime | None = None) -> Switch:  # fmt: skip
    """Go on from today with what was paused, at the price it had.

    Raises NothingToChange, PayFirst.
    """
    day = today(account, now)
    with transaction.atomic(), schema_context(PUBLIC):
        account = locked(account)
        span = had_now(account, code, day)
        if span.state != PAUSED:
            raise NothingToChange
        if account.state == Account.State.SUSPENDED:
            raise PayFirst
        return write([row_after(account, code, span, ACTIVE, day, by, reason)], by, now)


def keep(*, account: Account, code: str, by: Actor, reason: str = "",
         now: datetime | None = None) -> Switch:  # fmt: skip
    """Take back a stop or a change that is still to come. Raises NothingToChange, PayFirst.

    A trial that was stopped turns into something to pay for again when its days are over.
    """
    day = today(account, now)
    with transaction.atomic(), schema_context(PUBLIC):
        account = locked(account)
        span = had_now(account, code, day)
        if span.until is None:
            raise NothingToChange
        if account.state == Account.State.SUSPENDED:
            raise PayFirst
        state = ACTIVE if span.state == TRYING else Switch.State(span.state)
        return write([row_after(account, code, span, state, span.until, by, reason)], by, now)


def locked(account: Account) -> Account:
    """The account with its tenant, held until the transaction is over."""
    found = Account.objects.select_for_update(of=("self",)).select_related("tenant")
    return found.get(pk=account.pk)


def had_now(account: Account, code: str, day: date) -> Span:
    """What the account has of it on this day. Raises NothingToChange."""
    span = standing.at(standing.of_code(account, code), day)
    if span is None or span.state == OFF:
        raise NothingToChange
    return span


def write(rows: list[Switch], by: Actor, now: datetime | None,
          said_at: datetime | None = None) -> Switch:  # fmt: skip
    """Keep these rows, and let them count at once. In a transaction that holds the account."""
    for row in rows:
        row.made_at = said_at or now or row.made_at
        row.save()
    first = rows[0]
    with act_as(by):
        announce(SwitchMade(account_id=first.account_id, switch_id=first.pk))
    rights.apply(first.account, now=now)
    return first
