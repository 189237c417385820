"""Meters: what a fact says to whoever counts. Who that is, and what it costs, is not said here."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from kernel.facts.bus import Fact


@dataclass(frozen=True)
class Reading:
    """So much of a meter at an instant.

    `source` names what it was counted for, once per meter: what is told twice is counted once. A
    reversal is a reading of its own, with a negative quantity and a source of its own. Of a meter
    of money, `quantity` is minor units of `currency`, and `is_collected` says that our share of it
    was taken with the charge itself. `at` is UTC; None: when the fact happened.
    """

    quantity: int
    source: str
    currency: str = ""
    is_collected: bool = False
    at: datetime | None = None

    def __post_init__(self) -> None:
        if type(self.quantity) is not int:
            raise TypeError("meters count in whole units")
        if not self.source:
            raise ValueError("a reading without a source could be counted twice")


def readings(fact: Fact) -> list[Reading]:
    """Return what a fact says to a meter, nothing where it counts for nothing.

    A fact that is more than "once more" defines `metered(self) -> Reading | list[Reading]`, out of
    its own fields alone.
    """
    metered: Any = getattr(fact, "metered", None)
    said = Reading(1, str(fact.id)) if metered is None else metered()
    found = [said] if isinstance(said, Reading) else said
    return [replace(one, at=one.at or fact.at) for one in found]
