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

    A plan has `name`, `summary`, `monthly`, `ticket_fee_percent`, `ticket_fee_fixed`; an add-on
    `code`, `title`, `summary`, `monthly`, `yearly`, `is_built`, `share_percent`, `share_of`,
    `usage`. Money is `kernel.money.Money`.
    """


@Hook
def shop_places(*, tenants: Sequence[Any]) -> Mapping[int, ShopPlace]:  # type: ignore[empty-body]
    """Which page of yours has each of these `Tenant`s for its owner? Answer it by tenant's id."""
