"""What the platform's own pages ask of the floors above."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from kernel.hooks import Hook


@dataclass(frozen=True)
class ShopPlace:
    """A further page that a shop has here for its owner.

    `code` names it among the others; `state` is a code of `themes.states` where something is not
    as usual, "" where all is well.
    """

    code: str
    title: str | Promise
    url: str
    state: str = ""


@Hook
def price_list() -> Any:
    """What does it cost? Answer an object with `plans` and `addons`, as the front page shows them.

    A plan has `name`, `summary`, `monthly`, `yearly`, `ticket_fee_percent`, `ticket_fee_fixed`; an
    add-on `code`, `title`, `summary`, `monthly`, `yearly`, `is_built`, `share_percent`, `share_of`,
    `usage`, and of that `charged`. Money is `kernel.money.Money`, in `currency`; `shown_in(one of
    currencies)` is the same list in another.
    """


@Hook
def shop_places(*, tenants: Sequence[Any]) -> Mapping[int, ShopPlace]:  # type: ignore[empty-body]
    """Which page of yours has each of these `Tenant`s for its owner? Answer it by tenant's id."""


@Hook
def console_places(*, request: Any) -> Any:
    """Which pages of yours belong into the menu of our staff's console?

    Answer a `kernel.hooks.Panel` that draws `<li>`s, the one of the `request` marked.
    """


@Hook
def tenant_panels(*, tenant: Any) -> Any:
    """What do you know of a `Tenant` for our staff? Answer a `kernel.hooks.Panel`, a section."""
