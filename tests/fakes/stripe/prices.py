"""Products and their prices."""

from decimal import Decimal

from tests.fakes.stripe.refusals import Refused
from tests.fakes.stripe.world import World, checked, paged, shaped, unplayed


def create_product(world: World, account: str, params: dict) -> dict:
    """`POST /v1/products`, under an id of one's own where one is given."""
    unplayed(params, "id", "name", "description", "metadata", "unit_label")
    if params.get("id") in world.books[account]:
        raise Refused("Product already exists.", code="resource_already_exists", param="id")
    own = {name: params[name] for name in ("id", "description", "unit_label") if name in params}
    made = shaped(
        "product",
        name=params["name"],
        metadata=checked(params.get("metadata")),
        default_price=None,
        **({"description": None} | own),
    )
    return world.keep(account, made | {"package_dimensions": None, "type": "service"})


def retrieve_product(world: World, account: str, params: dict, ident: str) -> dict:
    """`GET /v1/products/:id`."""
    return world.find(account, "product", ident)


def create_price(world: World, account: str, params: dict) -> dict:
    """`POST /v1/prices`: by the month or the year, fixed or by a meter."""
    unplayed(params, "currency", "product", "unit_amount", "unit_amount_decimal", "recurring",
             "lookup_key", "metadata", "nickname", "billing_scheme", "tiers", "tiers_mode",
             "tax_behavior", "transfer_lookup_key")  # fmt: skip
    world.find(account, "product", params.get("product", ""))
    takes_over = params.get("transfer_lookup_key", False)
    _check_key(world, account, params.get("lookup_key"), takes_over=takes_over)
    recurring = _recurring(world, account, params)
    tiers, unit = params.get("tiers"), _unit(params)
    made = shaped(
        "price",
        currency=params["currency"],
        product=params["product"],
        lookup_key=params.get("lookup_key"),
        metadata=checked(params.get("metadata")),
        nickname=params.get("nickname"),
        custom_unit_amount=None,
        transform_quantity=None,
        recurring=recurring,
        type="recurring" if recurring else "one_time",
        billing_scheme="tiered" if tiers else "per_unit",
        tiers_mode=params.get("tiers_mode"),
        unit_amount=int(unit) if unit is not None and unit == int(unit) else None,
        unit_amount_decimal=None if unit is None else format(unit.normalize(), "f"),
    )
    if tiers:
        made["tiers"] = [{k: str(v) if isinstance(v, Decimal) else v for k, v in tier.items()}
                         for tier in tiers]  # fmt: skip
    return world.keep(account, made)


def _check_key(world: World, account: str, key: str | None, *, takes_over: bool) -> None:
    for price in world.every(account, "price") if key else ():
        if price["lookup_key"] == key and takes_over:
            price["lookup_key"] = None
        elif price["lookup_key"] == key and price["active"]:
            raise Refused(
                f"A price (`{price['id']}`) already uses that lookup key.", param="lookup_key"
            )


def _recurring(world: World, account: str, params: dict) -> dict | None:
    asked = params.get("recurring")
    if asked is None:
        return None
    kind = asked.get("usage_type", "licensed")
    if kind == "metered" and not asked.get("meter"):
        raise Refused(
            "When `recurring[usage_type]=metered`, `recurring[meter]` must be set.",
            param="recurring[meter]",
        )
    if asked.get("meter"):
        if kind != "metered":
            raise Refused("A meter needs `usage_type=metered`.", param="recurring[usage_type]")
        world.find(account, "billing.meter", asked["meter"])
    return {
        "interval": asked["interval"],
        "interval_count": asked.get("interval_count", 1),
        "meter": asked.get("meter"),
        "usage_type": kind,
        "trial_period_days": None,
    }


def _unit(params: dict) -> Decimal | None:
    if params.get("billing_scheme") == "tiered":
        if not params.get("tiers") or not params.get("tiers_mode"):
            raise Refused("Tiers and their mode are needed.", param="tiers")
        if params["tiers"][-1]["up_to"] != "inf":
            raise Refused("The last tier must be up to `inf`.", param="tiers")
        return None
    given = [params[name] for name in ("unit_amount", "unit_amount_decimal") if name in params]
    if len(given) != 1:
        raise Refused("You must specify one of `unit_amount` and `unit_amount_decimal`.")
    unit = Decimal(given[0])
    if unit < 0:
        raise Refused("Invalid non-negative integer", param="unit_amount")
    if unit != round(unit, 12):
        raise Refused("Invalid decimal: at most 12 places", param="unit_amount_decimal")
    return unit


def list_prices(world: World, account: str, params: dict) -> dict:
    """`GET /v1/prices`, by lookup key, product and whether they are active."""
    unplayed(params, "lookup_keys", "product", "active", "limit", "starting_after")
    keys = params.get("lookup_keys")
    if keys and len(keys) > 10:
        raise Refused("Too many lookup keys: 10 at most.", param="lookup_keys")
    wanted = {name: params[name] for name in ("product", "active") if name in params}
    found = [
        price
        for price in world.every(account, "price")
        if wanted.items() <= price.items() and (not keys or price["lookup_key"] in keys)
    ]
    return paged(found, params, "/v1/prices")
