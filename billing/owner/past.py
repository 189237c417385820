"""What was switched, told so that one understands it later."""

from dataclasses import dataclass
from datetime import timedelta

from billing.models import Account, Switch
from billing.owner.words import who
from billing.services import standing
from billing.spans import at, spans

MOST = 12


@dataclass(frozen=True)
class Told:
    """A switch and who made it; `stays`: it took a coming change back, and nothing became new."""

    switch: Switch
    by: str
    stays: bool


def past(account: Account, code: str) -> list[Told]:
    """The latest switches of one code, the newest first. One query."""
    made = list(standing.history(account, code))
    return [Told(one, who(one.by), _stays(one, made[n + 1 :])) for n, one in enumerate(made[:MOST])]


def _stays(switch: Switch, earlier: list[Switch]) -> bool:
    was = at(spans(earlier), switch.day - timedelta(days=1))
    if was is None or switch.state == Switch.State.OFF:
        return False
    return (was.state, was.offer, was.cycle, was.version) == (
        switch.state,
        switch.offer,
        switch.cycle,
        switch.version,
    )
