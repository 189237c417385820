"""What can have happened to a demo shop."""

from dataclasses import dataclass

from kernel.facts.bus import Fact


@dataclass(frozen=True, kw_only=True)
class DemoLoaded(Fact):
    """The shop was filled with its demo past; its record is the mark that this is done."""

    orders: int
