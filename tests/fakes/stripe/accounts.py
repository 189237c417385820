"""Connected accounts, and the links that onboard them."""

import secrets
import time

from tests.fakes.stripe.refusals import Refused
from tests.fakes.stripe.world import PLATFORM, World, shaped

NEEDED = ["business_profile.url", "external_account", "tos_acceptance.date"]


def create(world: World, account: str, params: dict) -> dict:
    """`POST /v1/accounts`: a connected account that knows little of itself yet."""
    if account != PLATFORM:
        raise Refused("Only a platform may create connected accounts.", status=403)
    if "type" in params and "controller" in params:
        raise Refused("You may not provide `type` and `controller` together.", param="type")
    made = shaped(
        "account",
        email=params.get("email"),
        country=params.get("country", "US"),
        metadata=params.get("metadata") or {},
        capabilities=dict.fromkeys(params.get("capabilities") or {}, "inactive"),
        type="none" if "controller" in params else params.get("type", "standard"),
    )
    made["controller"] = {"type": "application", "is_controller": True} | params.get(
        "controller", {}
    )
    made["business_profile"] |= params.get("business_profile") or {}
    made["requirements"] |= {"currently_due": list(NEEDED), "disabled_reason": None}
    world.keep(PLATFORM, made)
    world.books[made["id"]] = {}
    return made


def retrieve(world: World, account: str, params: dict, ident: str) -> dict:
    """`GET /v1/accounts/:id`."""
    if ident in world.left:
        raise Refused("Application access may have been revoked.", status=403)
    return world.find(PLATFORM, "account", ident)


def onboard(world: World, ident: str, *, enabled: bool = True) -> dict:
    """The organizer has filled in Stripe's forms; or Stripe has closed the account to charges."""
    made = world.find(PLATFORM, "account", ident)
    made |= {"charges_enabled": enabled, "payouts_enabled": enabled, "details_submitted": True}
    made["capabilities"] = dict.fromkeys(made["capabilities"], "active" if enabled else "inactive")
    made["requirements"] |= {"currently_due": [] if enabled else ["external_account"]}
    world.say(ident, "account.updated", made)
    return made


def leave(world: World, ident: str) -> dict:
    """The organizer has taken the platform's rights away."""
    world.left.add(ident)
    thing = {"id": "ca_fake", "object": "application", "name": "Marquee"}
    return world.say(ident, "account.application.deauthorized", thing)


def create_link(world: World, account: str, params: dict) -> dict:
    """`POST /v1/account_links`."""
    world.find(PLATFORM, "account", params["account"])
    if params["type"] == "account_onboarding":
        for name in ("refresh_url", "return_url"):
            if not params.get(name, "").startswith("http"):
                raise Refused("Not a valid URL", code="url_invalid", param=name)
    url = f"https://connect.stripe.com/setup/s/{params['account']}/{secrets.token_urlsafe(9)}"
    return shaped("account_link", url=url, expires_at=int(time.time()) + 300)
