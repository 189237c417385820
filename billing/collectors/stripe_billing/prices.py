"""Our price list at Stripe: a price for each thing, cycle, currency and version, found by its key.

Prices at Stripe never change; one that does not say what our list says gives its key to another.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import stripe
from django.utils.translation import override

from billing.catalogue import AddOnOffer, Catalogue, catalogue
from billing.collectors import Held
from billing.collectors.stripe_billing import meters
from billing.reckoning import PLAN
from tenant_apps.ticketing.payments.gateways.stripe_amounts import to_stripe

ENGLISH = "en"  # products have one name
FREE = ("trial", "free")


@dataclass(frozen=True, kw_only=True)
class Price:
    """What a price shall be. `kind` tells the subscription it is for: month, year or usage.

    `unit` is minor units, a fraction of one for a share; the first `included` are for nothing.
    """

    key: str
    kind: str
    product: str
    title: str
    currency: str
    unit: Decimal
    included: int = 0
    meter: tuple[str, str] | None = None


def wanted(held: Iterable[Held], currency: str) -> dict[str, Price]:
    """The prices of all that an account has, by their keys. What is paused has none."""
    found: dict[str, Price] = {}
    with override(ENGLISH):
        for one in held:
            if one.state in (*FREE, "active"):
                prices = [_fixed(one), *_used(one, currency)]
                found |= {price.key: price for price in prices}
    return found


def _fixed(one: Held) -> Price:
    is_free = one.state in FREE
    parts = (one.code, one.offer, one.cycle, one.currency.lower(), one.version)
    key = "-".join(filter(None, parts))
    return Price(
        key=f"{key}-free" if is_free else key,
        kind=one.cycle,
        product=f"marquee_{one.code}_{one.offer}" if one.offer else f"marquee_{one.code}",
        title=_title(one),
        currency=one.currency,
        unit=Decimal(0 if is_free else one.price),
    )


def _used(one: Held, currency: str) -> Iterable[Price]:
    """What the use of an add-on costs; nothing while it is free of charge."""
    if one.code == PLAN or one.state == "free":
        return
    offer = _list_of(one).addon(one.code)
    for priced in offer.charged:
        if not priced.instead:
            unit, included = Decimal(priced.price_in(currency)), priced.included
            yield _metered(one, offer, currency, priced.meter, unit, included)
    if offer.share_basis_points:
        meter = f"{offer.share_meter}_{currency.lower()}"
        unit = Decimal(offer.share_basis_points) / 10_000
        yield _metered(one, offer, currency, meter, unit, 0)


def _metered(one: Held, offer: AddOnOffer, currency: str, meter: str, unit: Decimal,
             included: int) -> Price:  # fmt: skip
    return Price(
        key=f"{one.code}-{meter}-usage-{currency.lower()}-{one.version}",
        kind="usage",
        product=f"marquee_{one.code}_{meter}",
        title=f"{offer.title}: {meter}",
        currency=currency,
        unit=unit,
        included=included,
        meter=(one.code, meter),
    )


def _title(one: Held) -> str:
    prices = _list_of(one)
    return prices.plan(one.offer).name if one.code == PLAN else prices.addon(one.code).title


def _list_of(one: Held) -> Catalogue:
    return catalogue(one.version)


def ensured(client: stripe.StripeClient, prices: Mapping[str, Price]) -> dict[str, str]:
    """The ids of these prices by their keys; made, with products and meters, where missing."""
    ids = meters.ensured(client, [price.meter for price in prices.values() if price.meter])
    found = _found(client, list(prices))
    for key, price in prices.items():
        known = found.get(key)
        if known is None or not _fits(known, price):
            found[key] = _made(client, price, ids)
    return {key: price.id for key, price in found.items()}


def _found(client: stripe.StripeClient, keys: list[str]) -> dict[str, stripe.Price]:
    found: dict[str, stripe.Price] = {}
    for start in range(0, len(keys), 10):  # as many keys as Stripe takes at once
        asked: Any = {"lookup_keys": keys[start : start + 10], "active": True, "limit": 100}
        pages = client.v1.prices.list(asked).auto_paging_iter()
        found |= {one.lookup_key: one for one in pages if one.lookup_key}
    return found


def _fits(known: stripe.Price, price: Price) -> bool:
    """Whether it says what our list says. What is in tiers is told by its note."""
    said = known.metadata.to_dict().get("says", "") if known.metadata else ""
    return said == _says(price)


def _says(price: Price) -> str:
    return f"{price.unit.normalize():f} {price.currency} from {price.included}"


def _made(client: stripe.StripeClient, price: Price, ids: Mapping[str, str]) -> stripe.Price:
    _product(client, price)
    unit = Decimal(to_stripe(10**6, price.currency)) / 10**6 * price.unit
    asked: dict[str, Any] = {
        "currency": price.currency.lower(),
        "product": price.product,
        "lookup_key": price.key,
        "transfer_lookup_key": True,
        "metadata": {"says": _says(price)},
        "recurring": {"interval": "year" if price.kind == "year" else "month"},
    }
    if price.meter:
        meter = ids[meters.event_name(*price.meter)]
        asked["recurring"] |= {"usage_type": "metered", "meter": meter}
    if price.included:
        tiers = [
            {"up_to": price.included, "unit_amount": 0},
            {"up_to": "inf", "unit_amount_decimal": unit},
        ]
        asked |= {"billing_scheme": "tiered", "tiers_mode": "graduated", "tiers": tiers}
    else:
        asked["unit_amount_decimal"] = unit
    params: Any = asked
    return client.v1.prices.create(params)


def _product(client: stripe.StripeClient, price: Price) -> None:
    asked: Any = {"id": price.product, "name": price.title[:250]}
    try:
        client.v1.products.create(asked)
    except stripe.InvalidRequestError as error:
        if error.code != "resource_already_exists":
            raise
