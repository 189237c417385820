"""How many shops have an add-on: open ÷ active shops; those that try it are told apart."""

from dataclasses import dataclass
from datetime import date

from billing.catalogue import catalogue
from billing.models import Account, Switch
from billing.reckoning import PLAN
from billing.services.figures.scope import trading
from billing.spans import Span, at, spans
from shared_apps.tenants.models import Tenant

TARGET = 0.4  # of all active shops: what we set out to reach
OPEN = frozenset({"active", "free"})


@dataclass(frozen=True, kw_only=True)
class Attach:
    """One add-on: shops where it is open, those that try it, and all active ones."""

    code: str
    title: str
    open: int
    trial: int
    shops: int

    @property
    def rate(self) -> float | None:
        """The share of active shops that have it; None where there is no shop."""
        return self.open / self.shops if self.shops else None

    @property
    def is_reached(self) -> bool:
        """Is it where we want it to be?"""
        return (self.rate or 0) >= TARGET


def rates(*, day: date) -> list[Attach]:
    """The add-ons that can be had, the most wanted first; before them "" for any. Three queries."""
    active = set(
        Tenant.objects.filter(trading(), state=Tenant.State.ACTIVE).values_list("pk", flat=True)
    )
    states = _states(active, day)
    any_open = {pk for pk, code in states if states[pk, code] in OPEN}
    any_trial = {pk for pk, code in states if states[pk, code] == "trial"} - any_open
    found = [
        Attach(
            code=offer.code,
            title=offer.title,
            open=sum(1 for pk in active if states.get((pk, offer.code)) in OPEN),
            trial=sum(1 for pk in active if states.get((pk, offer.code)) == "trial"),
            shops=len(active),
        )
        for offer in catalogue().addons
        if offer.is_built
    ]
    found.sort(key=lambda one: (-one.open, -one.trial, one.title))
    whole = Attach(code="", title="", open=len(any_open), trial=len(any_trial), shops=len(active))
    return [whole, *found]


def _states(active: set[int], day: date) -> dict[tuple[int, str], str]:
    switches: dict[tuple[int, str], list[Switch]] = {}
    shop_of = dict(Account.objects.values_list("pk", "tenant"))
    for one in Switch.objects.exclude(code=PLAN).order_by("pk"):
        if (shop := shop_of[one.account_id]) in active:
            switches.setdefault((shop, one.code), []).append(one)
    found = {key: at(spans(some), day) for key, some in switches.items()}
    return {key: span.state for key, span in found.items() if isinstance(span, Span)}
