"""What an account has, on which days: its switches, read."""

from collections.abc import Iterable
from datetime import date, datetime

from billing.catalogue import AddOnOffer, Catalogue, PlanOffer, catalogue
from billing.models import Account, Switch
from billing.reckoning import PLAN
from billing.services.accounts import today
from billing.spans import Span, at, spans

__all__ = ["at", "coming", "had", "held", "history", "of_code", "offer_of"]


def had(account: Account) -> dict[str, list[Span]]:
    """All spans of an account by code. One query."""
    by_code: dict[str, list[Switch]] = {}
    for switch in Switch.objects.filter(account=account).order_by("pk"):
        by_code.setdefault(switch.code, []).append(switch)
    return {code: spans(switches) for code, switches in by_code.items()}


def held(account: Account, *, day: date | None = None) -> dict[str, Span]:
    """What the account has on a day (today), by code; without what is off."""
    when = day or today(account)
    found = {code: at(some, when) for code, some in had(account).items()}
    return {code: span for code, span in found.items() if span and span.state != "off"}


def of_code(account: Account, code: str) -> list[Span]:
    """The spans of one code."""
    return spans(Switch.objects.filter(account=account, code=code))


def coming(account: Account, code: str, *, now: datetime | None = None) -> Span | None:
    """What follows what the account has of this today; None where nothing will change."""
    day = today(account, now)
    return next((span for span in of_code(account, code) if span.first > day), None)


def history(account: Account, code: str = "") -> Iterable[Switch]:
    """All switches ever made, the newest first; of one code, if it is named."""
    found = Switch.objects.filter(account=account).order_by("-pk")
    return found.filter(code=code) if code else found


def offer_of(code: str, span: Span) -> PlanOffer | AddOnOffer:
    """The offer behind a span, at the prices of its version."""
    prices: Catalogue = catalogue(span.version)
    return prices.plan(span.offer) if code == PLAN else prices.addon(code)
