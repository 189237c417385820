"""What backstage asks the add-ons."""

from kernel.hooks import Hook, Panel


@Hook
def dashboard_cards() -> Panel | None:  # type: ignore[empty-body]
    """What should the organizer see of you on the home page? Answer a Panel."""


@Hook
def settings_places(*, permissions: frozenset[str]):  # type: ignore[no-untyped-def]
    """Which of your pages belong under Settings? Answer a `kernel.addons.MenuItem`."""


@Hook
def addon_page(*, code: str) -> str | None:  # type: ignore[empty-body]
    """Where does an owner of this shop switch this add-on on and off? Answer an address."""
