"""Customers, and the cards and bank accounts that they keep with us."""

from tests.fakes.stripe.cards import CARDS, FAILS_LATER, KEPT
from tests.fakes.stripe.refusals import Refused, missing
from tests.fakes.stripe.world import World, checked, merged, paged, shaped, unplayed

PLAIN = ("email", "name", "phone", "description", "address", "preferred_locales", "balance")


def create(world: World, account: str, params: dict) -> dict:
    """`POST /v1/customers`."""
    unplayed(params, *PLAIN, "metadata")
    _addressed(params)
    made = shaped(
        "customer",
        shipping=None,
        discount=None,
        currency=None,
        metadata=checked(params.get("metadata")),
        **{name: params[name] for name in PLAIN if name in params},
    )
    world.keep(account, made)
    world.say(account, "customer.created", made)
    return made


def _addressed(params: dict) -> None:
    """Stripe takes fewer addresses than RFC 5322 knows: none with a quoted part."""
    email = params.get("email") or ""
    if '"' in email:
        raise Refused(f"Invalid email address: {email}", code="email_invalid", param="email")


def find(world: World, account: str, ident: str) -> dict:
    """A customer that was not deleted."""
    found = world.find(account, "customer", ident)
    if found.get("deleted"):
        raise missing("customer", ident)
    return found


def retrieve(world: World, account: str, params: dict, ident: str) -> dict:
    """`GET /v1/customers/:id`; also of a deleted one, which says so."""
    return world.find(account, "customer", ident)


def update(world: World, account: str, params: dict, ident: str) -> dict:
    """`POST /v1/customers/:id`."""
    unplayed(params, *PLAIN, "metadata", "invoice_settings")
    _addressed(params)
    known = find(world, account, ident)
    settings = params.get("invoice_settings") or {}
    unplayed(settings, "default_payment_method")
    method = settings.get("default_payment_method")
    if method:
        kept = world.books[account].get(method)
        if kept is None or kept.get("customer") != ident:
            raise Refused(
                f"The customer does not have a payment method with the ID {method}. The payment "
                "method must be attached to the customer.",
                code="resource_missing",
                param="invoice_settings[default_payment_method]",
            )
    if "default_payment_method" in settings:
        known["invoice_settings"] |= {"default_payment_method": method or None}
    checked(params.get("metadata"))
    known["metadata"] = merged(known["metadata"], params.get("metadata"))
    known |= {name: params[name] for name in PLAIN if name in params}
    world.say(account, "customer.updated", known)
    return known


def delete(world: World, account: str, params: dict, ident: str) -> dict:
    """`DELETE /v1/customers/:id`: only its id is left."""
    known = find(world, account, ident)
    world.say(account, "customer.deleted", known)
    return world.keep(account, shaped("deleted_customer", id=ident))


def attach(world: World, account: str, params: dict, ident: str) -> dict:
    """`POST /v1/payment_methods/:id/attach`, with one of Stripe's names for test cards."""
    unplayed(params, "customer")
    customer = find(world, account, params.get("customer", ""))
    number = KEPT.get(ident)
    if number is None:
        raise missing("PaymentMethod", ident)
    card = CARDS[number]
    if card.does == "decline" and number not in FAILS_LATER:
        raise Refused(
            card.message,
            status=402,
            type="card_error",
            code=card.code,
            decline_code=card.decline_code,
        )
    return keep(world, account, customer, number)


def keep(world: World, account: str, customer: dict, number: str) -> dict:
    """A card or a bank account is the customer's now, by the number that he typed."""
    is_debit = not number.isdigit()
    method = shaped(
        "payment_method",
        customer=customer["id"],
        metadata={},
        type="sepa_debit" if is_debit else "card",
    )
    if is_debit:
        del method["card"]
        method["sepa_debit"] = {
            "bank_code": number[4:9],
            "branch_code": "",
            "country": number[:2],
            "fingerprint": number[-8:],
            "last4": number[-4:],
            "generated_from": {"charge": None, "setup_attempt": None},
        }
    else:
        method["card"] |= {"last4": number[-4:], "exp_month": 12, "exp_year": 2034, "wallet": None}
    world.cards[method["id"]] = CARDS[number]
    world.keep(account, method)
    world.say(account, "payment_method.attached", method)
    return method


def retrieve_method(world: World, account: str, params: dict, ident: str) -> dict:
    """`GET /v1/payment_methods/:id`."""
    return world.find(account, "payment_method", ident)


def list_methods(world: World, account: str, params: dict) -> dict:
    """`GET /v1/payment_methods` of one customer."""
    return list_of_customer(world, account, params, params.get("customer", ""))


def list_of_customer(world: World, account: str, params: dict, ident: str) -> dict:
    """`GET /v1/customers/:id/payment_methods`."""
    find(world, account, ident)
    wanted = {"customer": ident} | ({"type": params["type"]} if "type" in params else {})
    found = [m for m in world.every(account, "payment_method") if wanted.items() <= m.items()]
    return paged(found, params, "/v1/payment_methods")


def open_portal(world: World, account: str, params: dict) -> dict:
    """`POST /v1/billing_portal/sessions`."""
    unplayed(params, "customer", "return_url", "flow_data", "locale")
    if world.portal_is_bare:
        raise Refused(
            "No configuration provided and your test mode default configuration has not been "
            "created. Provide a configuration or create your default by saving your customer "
            "portal settings in test mode at https://dashboard.stripe.com/test/settings/billing."
        )
    find(world, account, params.get("customer", ""))
    if not params.get("return_url", "https://").startswith(("http://", "https://")):
        raise Refused("Not a valid URL", code="url_invalid", param="return_url")
    made = shaped(
        "billing_portal.session",
        customer=params["customer"],
        return_url=params.get("return_url"),
        flow=None,
        locale=params.get("locale"),
    )
    made["url"] = f"https://billing.stripe.com/p/session/test_{made['id'][4:]}"
    return made
