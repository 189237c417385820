"""What may be switched, and what stands against it."""

from datetime import date

from billing.errors import (
    HasItAlready,
    NeedsMethod,
    NotForSale,
    OthersNeedIt,
    PayFirst,
    TrialUsed,
    YearIsPaid,
)
from billing.models import Account, Switch
from billing.reckoning import PLAN
from billing.services import standing
from billing.services.wishes import ACTIVE, MONTH, TRYING, YEAR, Wish, sold
from billing.spans import Span
from kernel.addons import installed


def insist(account: Account, wish: Wish, day: date) -> None:
    """May this be ordered today? Raises NotForSale, TrialUsed, HasItAlready, YearIsPaid, PayFirst,
    NeedsMethod, OthersNeedIt.
    """
    offer = sold(account, wish)
    if wish.state not in (ACTIVE, TRYING) or wish.cycle not in (MONTH, YEAR):
        raise NotForSale
    if wish.cycle == YEAR and not offer.price(currency=account.currency):
        raise NotForSale
    _not_twice(account, wish, day)
    if account.state == Account.State.SUSPENDED:
        raise PayFirst
    costs = offer.price(currency=account.currency, cycle=wish.cycle)
    if wish.state == ACTIVE and costs and not account.method:
        raise NeedsMethod
    if wish.code != PLAN:
        _needs(account, wish.code, day)


def _not_twice(account: Account, wish: Wish, day: date) -> None:
    span = standing.at(standing.of_code(account, wish.code), day)
    if wish.is_trial:
        if wish.code == PLAN:
            raise NotForSale
        known = Switch.objects.filter(account=account, code=wish.code, state__in=(TRYING, ACTIVE))
        if known.exists():
            raise TrialUsed
    if span is None or span.until is not None:
        return
    if (span.state, span.offer, span.cycle) == (wish.state, wish.offer, wish.cycle):
        raise HasItAlready
    is_paid_year = span.cycle == YEAR and span.state == ACTIVE
    if is_paid_year and wish.code != PLAN:  # a plan cannot be stopped: another follows it
        raise YearIsPaid


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


def insist_nobody_needs(account: Account, code: str, day: date) -> None:
    """May it go? Raises OthersNeedIt."""
    dependent = {one.feature for one in installed() if code in one.requires}
    if others := dependent & set(standing.held(account, day=day)):
        raise OthersNeedIt(others=", ".join(_titles(others)))


def _titles(codes: set[str]) -> list[str]:
    return sorted(str(one.title) for one in installed() if one.feature in codes)
