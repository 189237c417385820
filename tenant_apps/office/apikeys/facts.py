"""What can have happened to a key."""

from dataclasses import dataclass

from kernel.facts.bus import Fact


@dataclass(frozen=True, kw_only=True)
class ApiKeyMade(Fact):
    """Somebody made a key."""

    api_key_id: int


@dataclass(frozen=True, kw_only=True)
class ApiKeyRevoked(Fact):
    """A key opens nothing any more."""

    api_key_id: int
