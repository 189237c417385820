"""What can have happened to a key."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kernel.facts.bus import Fact


@dataclass(frozen=True, kw_only=True)
class ApiKeyMade(Fact):
    """Somebody made a key."""

    api_key_id: int
    sentence = _("API key made")


@dataclass(frozen=True, kw_only=True)
class ApiKeyRevoked(Fact):
    """A key opens nothing any more."""

    api_key_id: int
    sentence = _("API key revoked")
