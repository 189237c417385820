"""What can have happened to places."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kernel.facts.bus import Fact


@dataclass(frozen=True, kw_only=True)
class PlacesFreed(Fact):
    """Places of a session came back to sale: a hold ran out, a ticket was returned, a room grew."""

    session_id: int
    quantity: int
    sentence = _("{quantity} places back on sale")
