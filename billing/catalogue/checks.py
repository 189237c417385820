"""Whether a price list holds together: asked at every start, of today's and of all former ones."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.core import checks

from billing.catalogue.offers import AddOnOffer, Catalogue
from billing.catalogue.reading import catalogue, fixed_fees, versions
from kernel.addons import installed
from kernel.currencies import step


@checks.register("billing")
def check_prices(**kwargs: Any) -> list[checks.CheckMessage]:
    """All lists, of today and of former days, have all prices; no add-on needs what has none."""
    found = [f"{version}: {said}" for version in versions() for said in problems(version)]
    found += list(_of_installed(catalogue()))
    return [checks.Error(f"The price list: {said}", id="billing.E003") for said in found]


def problems(version: str) -> Iterator[str]:
    """What is wrong with one version of the list."""
    try:
        listed = catalogue(version)
    except (KeyError, ValueError) as error:  # ValueError: no TOML
        yield f"its file cannot be read: {error!r}"
        return
    if listed.version != version:
        yield f"its file says that it is version {listed.version}"
    if lacking := set(listed.currencies) - set(fixed_fees(version)):
        yield f"no fee of tickets in {', '.join(sorted(lacking))}"
    codes = Counter(one.code for one in (*listed.plans, *listed.addons))
    yield from (f"{code} stands twice" for code, times in codes.items() if times > 1)
    for offer in (*listed.plans, *listed.addons):
        yield from _of_prices(listed, offer.code, offer.prices)
    for addon in listed.addons:
        yield from _of_addon(listed, addon)


def _of_addon(listed: Catalogue, addon: AddOnOffer) -> Iterator[str]:
    meters = Counter([one.meter for one in addon.usage] + [addon.share_meter])
    yield from (f"{addon.code} counts {meter} twice" for meter, n in meters.items() if n > 1)
    if bool(addon.share_meter) != (0 < addon.share_basis_points <= 10_000):
        yield f"{addon.code} has a share without a meter, or a meter without a share"
    if sum(one.instead for one in addon.usage) > 1:
        yield f"{addon.code} has several ceilings"
    for use in addon.usage:
        yield from _of_prices(listed, f"{addon.code}.{use.meter}", use.prices)
        if use.count not in ("sum", "peak") or min(use.included, use.trial) < 0:
            yield f"{addon.code}.{use.meter} is counted in a way that there is not"
        if use.instead and any(
            use.prices.get(one, 0) < addon.prices.get(one, 0) for one in listed.currencies
        ):
            yield f"{addon.code} costs more by the month than its ceiling"


def _of_prices(listed: Catalogue, what: str, prices: Mapping[str, int]) -> Iterator[str]:
    if set(prices) != set(listed.currencies):
        yield f"{what} is to have a price in {', '.join(listed.currencies)}, and in no other"
    for currency, price in prices.items():
        if type(price) is not int or price < 0 or price % step(currency):
            yield f"{what} cannot cost {price} in {currency}"


def _of_installed(listed: Catalogue) -> Iterator[str]:
    known = {one.code for one in listed.addons}
    for addon in installed():
        if addon.feature in known and (lacking := set(addon.requires) - known):
            yield f"{addon.feature} needs {', '.join(sorted(lacking))}, which cannot be bought"
