"""What the platform's own pages ask of the floors above."""

from typing import Any

from kernel.hooks import Hook


@Hook
def price_list() -> Any:
    """What does it cost? Answer an object with `plans` and `addons`, as the front page shows them.

    A plan has `name`, `summary`, `monthly`, `ticket_fee_percent`, `ticket_fee_fixed`; an add-on
    `code`, `title`, `summary`, `monthly`, `yearly`, `is_built`, `share_percent`, `share_of`,
    `usage`. Money is `kernel.money.Money`.
    """
