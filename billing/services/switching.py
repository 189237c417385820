"""Switching plans and add-ons: what it would cost, and doing it. All of it is rows of `Switch`."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django_tenants.utils import schema_context

from billing.catalogue import AddOnOffer, PlanOffer, catalogue
from billing.errors import (
    HasItAlready,
    NeedsMethod,
    NotForSale,
    NothingToChange,
    OthersNeedIt,
    PayFirst,
    TrialUsed,
    YearIsPaid,
)
from billing.facts import SwitchMade
from billing.models import Account, Switch
from billing.reckoning import PLAN
from billing.services import invoicing, rights, standing
from billing.services.accounts import FIRST_PLAN, today
from billing.spans import Span, a_year_after, after, month_of
from kernel.actor import Actor, act_as
from kernel.addons import installed
from kernel.facts.bus import announce
from kernel.money import Money
from kernel.tenancy import PUBLIC

TRIAL = timedelta(days=14)
ACTIVE, TRYING, OFF, PAUSED = (Switch.State(one) for one in ("active", "trial", "off", "paused"))
MONTH, YEAR = Switch.Cycle.MONTH, Switch.Cycle.YEAR


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a switch would cost, without VAT, as the next invoices would say it.

    `rest`: for what is left of this month, or for the year that would begin; negative is a credit.
    It stands on the next invoice, of `invoice_on`. `next` is due from then on, each `each`.
    """

    day: date
    rest: Money
    next: Money
    each: str
    invoice_on: date
    trial_until: date | None = None


def preview(
    *,
    account: Account,
    code: str,
    offer: str = "",
    state: str = "active",
    cycle: str = "month",
    now: datetime | None = None,
) -> Preview:
    """Reckon what `order` would cost, by the rules of the invoice itself. Raises NotForSale."""
    day = today(account, now)
    sold = _sold(account, code, offer)
    rows = _rows(account, code, offer, state, cycle, day, by="", reason="")
    month = month_of(day)
    before = invoicing.fixed_sum(account, month=month)
    with_it = invoicing.fixed_sum(account, month=month, rows=rows)
    full = sold.price(currency=account.currency, cycle=cycle)
    return Preview(
        day=rows[0].day,
        rest=Money(with_it - before, account.currency),
        next=Money(full, account.currency),
        each=cycle,
        invoice_on=after(month),
        trial_until=rows[1].day if state == TRYING else None,
    )


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
    day = today(account, now)
    with transaction.atomic(), schema_context(PUBLIC):
        account = _locked(account)
        sold = _sold(account, code, offer)
        _may_order(account, code, offer, state, cycle, day, sold)
        rows = _rows(account, code, offer, state, cycle, day, by=str(by), reason=reason)
        return _write(rows, by, now)


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
        account = _locked(account)
        span = _now(account, code, day)
        if code == PLAN:
            raise NothingToChange
        _nobody_needs(account, code, day)
        end = _end(account, code, span, day)
        last = min(end, day + timedelta(days=1)) if when == "now" and span.cycle == MONTH else end
        return _write([_row(account, code, span, OFF, last, by, reason)], by, now)


def pause(*, account: Account, code: str, by: Actor, reason: str = "",
          now: datetime | None = None) -> Switch:  # fmt: skip
    """Cost nothing from tomorrow on, and start nothing new; what was sold with it works.

    Raises NothingToChange, YearIsPaid, OthersNeedIt.
    """
    day = today(account, now)
    with transaction.atomic(), schema_context(PUBLIC):
        account = _locked(account)
        span = _now(account, code, day)
        if span.state != ACTIVE or code == PLAN:
            raise NothingToChange
        if span.cycle == YEAR:
            raise YearIsPaid
        _nobody_needs(account, code, day)
        tomorrow = day + timedelta(days=1)
        return _write([_row(account, code, span, PAUSED, tomorrow, by, reason)], by, now)


def resume(*, account: Account, code: str, by: Actor, reason: str = "",
           now: datetime | None = None) -> Switch:  # fmt: skip
    """Go on from today with what was paused, at the price it had.

    Raises NothingToChange, PayFirst.
    """
    day = today(account, now)
    with transaction.atomic(), schema_context(PUBLIC):
        account = _locked(account)
        span = _now(account, code, day)
        if span.state != PAUSED:
            raise NothingToChange
        if account.state == Account.State.SUSPENDED:
            raise PayFirst
        return _write([_row(account, code, span, ACTIVE, day, by, reason)], by, now)


def keep(*, account: Account, code: str, by: Actor, reason: str = "",
         now: datetime | None = None) -> Switch:  # fmt: skip
    """Take back a stop or a change that is still to come. Raises NothingToChange, PayFirst.

    A trial that was stopped turns into something to pay for again when its days are over.
    """
    day = today(account, now)
    with transaction.atomic(), schema_context(PUBLIC):
        account = _locked(account)
        span = _now(account, code, day)
        if span.until is None:
            raise NothingToChange
        if account.state == Account.State.SUSPENDED:
            raise PayFirst
        state = ACTIVE if span.state == TRYING else Switch.State(span.state)
        return _write([_row(account, code, span, state, span.until, by, reason)], by, now)


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
        account = _locked(account)
        if said_at and _was_switched(account, code, said_at):
            return None
        span = standing.at(standing.of_code(account, code), day)
        is_listed = code in {one.code for one in catalogue().addons}
        if (span.state if span else "off") == state or not (span or is_listed):
            return None
        version = span.version if span else catalogue().version
        base = Span(first=day, until=None, state=state, offer=span.offer if span else "",
                    cycle=MONTH, version=version)  # fmt: skip
        rows = [_row(account, code, base, Switch.State(state), day, by, reason)]
        if state == TRYING:
            rows.append(_row(account, code, base, OFF, day + TRIAL, by, reason))
        return _write(rows, by, now, said_at)


def stop_all(*, account: Account, by: Actor, reason: str, now: datetime | None = None,
             said_at: datetime | None = None) -> None:  # fmt: skip
    """Stop every add-on, and go back to the first plan, at the end of what is paid for.

    Not what was switched since `said_at`, where that is told later.
    """
    day = today(account, said_at or now)
    with transaction.atomic(), schema_context(PUBLIC):
        account = _locked(account)
        for code, span in standing.held(account, day=day).items():
            if code == PLAN and span.offer == FIRST_PLAN:
                continue
            if said_at and _was_switched(account, code, said_at):
                continue
            state = ACTIVE if code == PLAN else OFF
            offer = FIRST_PLAN if code == PLAN else ""
            row = _row(account, code, span, state, _end(account, code, span, day), by, reason)
            row.offer, row.cycle = offer, MONTH
            _write([row], by, now, said_at)


def _locked(account: Account) -> Account:
    found = Account.objects.select_for_update(of=("self",)).select_related("tenant")
    return found.get(pk=account.pk)


def _sold(account: Account, code: str, offer: str) -> PlanOffer | AddOnOffer:
    prices = catalogue()
    try:
        sold = prices.plan(offer) if code == PLAN else prices.addon(code)
        sold.price(currency=account.currency)
    except KeyError as error:
        raise NotForSale from error
    if isinstance(sold, AddOnOffer) and not sold.is_built:
        raise NotForSale
    if code == PLAN and not account.tenant.plan.offer:  # made to measure: staff changes it
        raise NotForSale
    return sold


def _was_switched(account: Account, code: str, since: datetime) -> bool:
    return Switch.objects.filter(account=account, code=code, made_at__gte=since).exists()


def _may_order(
    account: Account,
    code: str,
    offer: str,
    state: str,
    cycle: str,
    day: date,
    sold: PlanOffer | AddOnOffer,
) -> None:
    span = standing.at(standing.of_code(account, code), day)
    if state not in (ACTIVE, TRYING) or cycle not in (MONTH, YEAR):
        raise NotForSale
    if cycle == YEAR and not sold.price(currency=account.currency):
        raise NotForSale
    if state == TRYING:
        if code == PLAN:
            raise NotForSale
        if Switch.objects.filter(account=account, code=code, state__in=(TRYING, ACTIVE)).exists():
            raise TrialUsed
    asked = (str(state), offer, str(cycle))
    if span and (span.state, span.offer, span.cycle) == asked and span.until is None:
        raise HasItAlready
    is_yearly = span and span.cycle == YEAR and span.state == ACTIVE and span.until is None
    if is_yearly and code != PLAN:  # a plan cannot be stopped: another follows it
        raise YearIsPaid
    if account.state == Account.State.SUSPENDED:
        raise PayFirst
    if (
        state == ACTIVE
        and sold.price(currency=account.currency, cycle=cycle)
        and not account.method
    ):
        raise NeedsMethod
    if code != PLAN:
        _needs(account, code, day)


def _rows(
    account: Account,
    code: str,
    offer: str,
    state: str,
    cycle: str,
    day: date,
    *,
    by: str,
    reason: str,
) -> list[Switch]:
    version = catalogue().version
    rows = []
    span = standing.at(standing.of_code(account, code), day)
    start = _cheaper_from(account, code, offer, cycle, span, day) or day
    for one, first in [(state, start), (ACTIVE, day + TRIAL)][: 2 if state == TRYING else 1]:
        rows.append(
            Switch(
                account=account,
                code=code,
                offer=offer,
                state=one,
                cycle=cycle,
                version=version,
                day=first,
                by=by,
                reason=reason[:500],
            )  # fmt: skip
        )
    return rows


def _cheaper_from(
    account: Account, code: str, offer: str, cycle: str, span: Span | None, day: date
) -> date | None:
    """When something cheaper begins: after what is paid for. None: at once."""
    if span is None or span.state != ACTIVE:
        return None
    then = standing.offer_of(code, span)
    sold = catalogue().plan(offer) if code == PLAN else catalogue().addon(code)
    was, price = (one.price(currency=account.currency) for one in (then, sold))
    if span.cycle == MONTH and price >= was:
        return None
    return _end(account, code, span, day)


def _end(account: Account, code: str, span: Span, day: date) -> date:
    """The first day that is not paid for (or tried) any more."""
    if span.state == TRYING:
        return span.until or day + timedelta(days=1)
    if span.cycle == MONTH or span.state != ACTIVE:
        return after(month_of(day))
    end = span.first
    while end <= day:
        end = a_year_after(end)
    return end


def _now(account: Account, code: str, day: date) -> Span:
    span = standing.at(standing.of_code(account, code), day)
    if span is None or span.state == OFF:
        raise NothingToChange
    return span


def _needs(account: Account, code: str, day: date) -> None:
    needed = {name for one in installed() if one.feature == code for name in one.requires}
    lasting = {one for one in needed if _lasts(standing.of_code(account, one), day)}
    if missing := needed - lasting:
        raise OthersNeedIt(others=", ".join(_titles(missing)))


def _lasts(spans: list[Span], day: date) -> bool:
    """Is it open today, with no end in sight?"""
    rest = [one for one in spans if one.until is None or one.until > day]
    is_had = bool(rest) and rest[0].first <= day
    return is_had and all(one.state in (ACTIVE, TRYING, Switch.State.FREE) for one in rest)


def _nobody_needs(account: Account, code: str, day: date) -> None:
    dependent = {one.feature for one in installed() if code in one.requires}
    if others := dependent & set(standing.held(account, day=day)):
        raise OthersNeedIt(others=", ".join(_titles(others)))


def _titles(codes: set[str]) -> list[str]:
    return sorted(str(one.title) for one in installed() if one.feature in codes)


def _row(
    account: Account, code: str, span: Span, state: str, day: date, by: Actor, reason: str
) -> Switch:
    return Switch(account=account, code=code, offer=span.offer, state=state, cycle=span.cycle,
                  version=span.version, day=day, by=str(by), reason=reason[:500])  # fmt: skip


def _write(rows: list[Switch], by: Actor, now: datetime | None,
           said_at: datetime | None = None) -> Switch:  # fmt: skip
    """Keep the rows, and let them count at once."""
    for row in rows:
        row.made_at = said_at or now or row.made_at
        row.save()
    first = rows[0]
    with act_as(by):
        announce(SwitchMade(account_id=first.account_id, switch_id=first.pk))
    rights.apply(first.account, now=now)
    return first
