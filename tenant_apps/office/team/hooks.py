"""What backstage asks the add-ons."""

from dataclasses import dataclass

from django.utils.functional import Promise

from kernel.hooks import Hook, Panel


@dataclass(frozen=True)
class OwnersPlace:
    """A page of this shop for its owners, on the platform: `group` is one of Settings ("money")."""

    group: str
    title: str | Promise
    sentence: str | Promise
    url: str
    icon: str


@Hook
def dashboard_cards() -> Panel | None:  # type: ignore[empty-body]
    """What should the organizer see of you on the home page? Answer a Panel."""


@Hook
def settings_places(*, permissions: frozenset[str]):  # type: ignore[no-untyped-def]
    """Which of your pages belong under Settings? Answer a `kernel.addons.MenuItem`."""


@Hook
def addon_page(*, code: str) -> str | None:  # type: ignore[empty-body]
    """Where does an owner of this shop switch this add-on on and off? Answer an address."""


@Hook
def owners_places() -> OwnersPlace | None:  # type: ignore[empty-body]
    """Which page of yours do owners of this shop have on the platform? It costs no query."""
