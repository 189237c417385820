"""What add-ons cost this shop, and where its owner switches them."""

from dataclasses import dataclass
from typing import Any

from kernel.addons import AddOn, installed
from kernel.tenancy import current
from shared_apps.control.hooks import price_list
from tenant_apps.office.team.hooks import addon_page


@dataclass(frozen=True)
class Offered:
    """An add-on, its price (None where it is not on the list), and the page to switch it on."""

    addon: AddOn
    price: Any
    url: str


def offered() -> list[Offered]:
    """All add-ons of this installation, priced in the shop's currency where there is such a list.

    Costs no query.
    """
    here = current().currency
    prices = {
        one.code: one
        for listed in price_list.ask()
        for one in (listed.shown_in(here) if here in listed.currencies else listed).addons
    }
    return [
        Offered(
            addon, prices.get(addon.feature), next(iter(addon_page.ask(code=addon.feature)), "")
        )
        for addon in installed()
    ]
