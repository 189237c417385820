"""Invoices from draft to paid, and the items on them. What they charge is a PaymentIntent."""

import time

from tests.fakes.stripe import intents
from tests.fakes.stripe.customers import find
from tests.fakes.stripe.refusals import Refused
from tests.fakes.stripe.world import World, checked, paged, shaped, unplayed

OPTIONS = ("auto_advance", "collection_method", "description", "footer", "custom_fields")


def create(world: World, account: str, params: dict) -> dict:
    """`POST /v1/invoices`: a draft, empty until items are put on it."""
    unplayed(params, *OPTIONS, "customer", "currency", "metadata", "pending_invoice_items_behavior")
    if params.get("pending_invoice_items_behavior") == "include":
        unplayed({"pending_invoice_items_behavior": ""})
    customer = find(world, account, params.get("customer", ""))
    for one in params.get("custom_fields") or []:
        if len(one["name"]) > 40 or len(one["value"]) > 140:
            raise Refused("Invalid string: too long", param="custom_fields")
    own = {name: params[name] for name in OPTIONS if name in params}
    return draft(world, account, customer, params.get("currency") or customer["currency"] or "eur",
                 metadata=checked(params.get("metadata")), **own)  # fmt: skip


def draft(world: World, account: str, customer: dict, currency: str, **fields) -> dict:
    """A new draft of a customer."""
    made = shaped("invoice", customer=customer["id"], currency=currency, **fields)
    zero = ("amount_due", "amount_paid", "amount_remaining", "subtotal", "total", "amount_overpaid",
            "subtotal_excluding_tax", "total_excluding_tax")  # fmt: skip
    absent = ("due_date", "effective_at", "from_invoice", "last_finalization_error", "parent",
              "next_payment_attempt", "shipping_cost", "shipping_details", "customer_shipping",
              "rendering", "webhooks_delivered_at", "default_payment_method")  # fmt: skip
    made |= dict.fromkeys(zero, 0) | dict.fromkeys(absent)
    made |= {name: fields[name] for name in fields.keys() & set(absent)}
    url = f"/v1/invoices/{made['id']}/lines"
    made["lines"] = {"object": "list", "data": [], "has_more": False, "url": url}
    del made["subscription"]  # is told by its parent nowadays
    world.keep(account, made)
    world.say(account, "invoice.created", made)
    return made


def add_item(world: World, account: str, params: dict) -> dict:
    """`POST /v1/invoiceitems`, on a draft."""
    unplayed(params, "customer", "invoice", "amount", "currency", "description", "period",
             "metadata", "discountable")  # fmt: skip
    customer = find(world, account, params.get("customer", ""))
    if not params.get("invoice"):
        unplayed({"items without an invoice": ""})
    invoice = world.find(account, "invoice", params["invoice"])
    if invoice["status"] != "draft":
        raise Refused(
            "This invoice is no longer editable.", code="invoice_not_editable", param="invoice"
        )
    if invoice["customer"] != customer["id"]:
        raise Refused("The invoice is another customer's.", param="invoice")
    if "amount" not in params or "currency" not in params:
        raise Refused("Missing required param: amount.", code="parameter_missing", param="amount")
    if params["currency"] != invoice["currency"]:
        raise Refused("The currency of an item must be that of its invoice.", param="currency")
    if len(params.get("description", "")) > 500:
        raise Refused("Invalid string: at most 500 characters", param="description")
    period = params.get("period") or dict.fromkeys(("start", "end"), int(time.time()))
    if period["end"] < period["start"]:
        raise Refused("The period ends before it starts.", param="period")
    common = {
        "amount": params["amount"], "currency": params["currency"], "quantity": 1,
        "description": params.get("description"), "period": period,
        "metadata": checked(params.get("metadata")),
        "discountable": params.get("discountable", params["amount"] > 0),
    }  # fmt: skip
    item = world.keep(account, shaped("invoiceitem", customer=customer["id"], parent=None,
                                      invoice=invoice["id"], **common))  # fmt: skip
    line = shaped("line_item", invoice=invoice["id"], subtotal=params["amount"], taxes=[], **common)
    details = {"invoice_item": item["id"], "proration": False, "proration_details": None}
    line["parent"] = {
        "type": "invoice_item_details",
        "subscription_item_details": None,
        "invoice_item_details": details | {"subscription": None},
    }
    invoice["lines"]["data"].append(line)
    _sum_up(world, account, invoice)
    return item


def _sum_up(world: World, account: str, invoice: dict) -> None:
    lines = invoice["lines"]["data"]
    subtotal = sum(line["amount"] for line in lines)
    discount = find(world, account, invoice["customer"])["discount"]
    off = 0
    if discount:
        good = sum(line["amount"] for line in lines if line["discountable"])
        off = round(good * discount["percent_off"] / 100)
    total = subtotal - off
    invoice |= dict.fromkeys(("subtotal", "subtotal_excluding_tax"), subtotal)
    invoice |= dict.fromkeys(("total", "total_excluding_tax"), total)
    invoice |= dict.fromkeys(("amount_due", "amount_remaining"), max(total, 0))


def finalize(world: World, account: str, params: dict, ident: str) -> dict:
    """`POST /v1/invoices/:id/finalize`: from now on it is written."""
    unplayed(params, "auto_advance")
    invoice = world.find(account, "invoice", ident)
    if invoice["status"] != "draft":
        raise Refused(
            "This invoice is already finalized, you can't re-finalize a non-draft invoice."
        )
    invoice["auto_advance"] = params.get("auto_advance", invoice["auto_advance"])
    return shown(world, account, opened(world, account, invoice), params)


def opened(world: World, account: str, invoice: dict) -> dict:
    """Finalised: numbered, the customer's balance set off, and paid where nothing is left.

    What is less than Stripe's smallest charge is put on the customer's balance.
    """
    customer = find(world, account, invoice["customer"])
    customer["currency"] = customer["currency"] or invoice["currency"]
    balance = customer["balance"]
    due = invoice["total"] + balance
    invoice["starting_balance"] = balance
    small = 0 < due < intents.SMALLEST and invoice["currency"] not in intents.NO_DECIMALS
    customer["balance"] = due if small or due < 0 else 0
    invoice["ending_balance"] = customer["balance"]
    due = 0 if small else max(due, 0)
    sequence = customer["next_invoice_sequence"]
    customer["next_invoice_sequence"] += 1
    invoice |= {
        "amount_due": due,
        "amount_remaining": due,
        "status": "open",
        "number": f"{customer['invoice_prefix']}-{sequence:04d}",
        "hosted_invoice_url": f"https://invoice.stripe.com/i/{invoice['id']}",
    }
    invoice["status_transitions"]["finalized_at"] = int(time.time())
    world.say(account, "invoice.finalized", invoice)
    if due:
        _ask_for(world, account, invoice)
    else:
        _paid(world, account, invoice)
    return invoice


def _ask_for(world: World, account: str, invoice: dict) -> None:
    intent = intents.create(
        world, account, {"amount": invoice["amount_due"], "currency": invoice["currency"]}
    )
    intent |= {"customer": invoice["customer"], "automatic_payment_methods": None}
    world.keep(
        account,
        shaped(
            "invoice_payment",
            invoice=invoice["id"],
            amount_requested=invoice["amount_due"],
            currency=invoice["currency"],
            payment={"type": "payment_intent", "payment_intent": intent["id"]},
            status="open",
            livemode=False,
        ),
    )


def payments(world: World, account: str, invoice: dict) -> list[dict]:
    """The payments of an invoice: one at most, here."""
    every = world.every(account, "invoice_payment")
    return [one for one in every if one["invoice"] == invoice["id"]]


def pay(world: World, account: str, params: dict, ident: str) -> dict:
    """`POST /v1/invoices/:id/pay`, off session, with the customer's usual means."""
    unplayed(params, "off_session", "payment_method")
    invoice = world.find(account, "invoice", ident)
    if invoice["status"] == "paid":
        raise Refused("Invoice is already paid")
    if invoice["status"] != "open":
        raise Refused(f"This invoice cannot be paid: it is {invoice['status']}.")
    customer = find(world, account, invoice["customer"])
    method = (
        params.get("payment_method")
        or invoice["default_payment_method"]
        or customer["invoice_settings"]["default_payment_method"]
    )
    if not method:
        raise Refused(
            "There is no `default_payment_method` set on this Customer or Invoice. Please set a "
            "default payment method."
        )
    world.find(account, "payment_method", method)
    intent = _intent(world, account, invoice)
    if intent["status"] == "processing":
        raise Refused("This invoice's payment is already processing.")
    if intent["status"] == "requires_action":
        intent["status"] = "requires_payment_method"
    intent["payment_method"] = method
    invoice |= {"attempted": True, "attempt_count": invoice["attempt_count"] + 1}
    intents.pay(world, account, intent, world.cards[method])
    follow(world, account, intent)
    _complain(intent)
    return shown(world, account, invoice, params)


def _complain(intent: dict) -> None:
    error = intent["last_payment_error"]
    if error and intent["status"] == "requires_payment_method":
        raise Refused(status=402, **{k: v for k, v in error.items() if v})
    if intent["status"] == "requires_action":
        raise Refused(
            "Payment for this invoice requires additional user action before it can be completed "
            "successfully. Payment can be completed using the PaymentIntent associated with the "
            "invoice.",
            status=402,
            type="card_error",
            code="invoice_payment_intent_requires_action",
        )


def follow(world: World, account: str, intent: dict) -> None:
    """The invoice hears what became of its payment."""
    all_payments = world.every(account, "invoice_payment")
    payment = next(
        (p for p in all_payments if p["payment"]["payment_intent"] == intent["id"]), None
    )
    if payment is None:
        return
    invoice = world.find(account, "invoice", payment["invoice"])
    if invoice["status"] == "open" and intent["status"] == "succeeded":
        payment |= {"status": "paid", "amount_paid": intent["amount_received"]}
        _paid(world, account, invoice)
    elif intent["status"] == "requires_action":
        world.say(account, "invoice.payment_action_required", invoice)
    elif intent["status"] == "requires_payment_method":
        world.say(account, "invoice.payment_failed", invoice)


def _paid(world: World, account: str, invoice: dict) -> None:
    invoice |= {"status": "paid", "amount_paid": invoice["amount_due"], "amount_remaining": 0}
    invoice["status_transitions"]["paid_at"] = int(time.time())
    world.say(account, "invoice.paid", invoice)
    world.say(account, "invoice.payment_succeeded", invoice)


def void(world: World, account: str, params: dict, ident: str) -> dict:
    """`POST /v1/invoices/:id/void`."""
    invoice = world.find(account, "invoice", ident)
    if invoice["status"] not in ("open", "uncollectible"):
        raise Refused("You can only pass in open invoices. This invoice isn't open.")
    if payments(world, account, invoice):
        intent = _intent(world, account, invoice)
        if intent["status"] == "processing":
            raise Refused("This invoice's payment is processing.")
        intent["status"] = "canceled"
    voided(world, account, invoice)
    return shown(world, account, invoice, params)


def voided(world: World, account: str, invoice: dict) -> None:
    """It asks for nothing any more."""
    invoice["status"] = "void"
    invoice["status_transitions"]["voided_at"] = int(time.time())
    world.say(account, "invoice.voided", invoice)


def delete(world: World, account: str, params: dict, ident: str) -> dict:
    """`DELETE /v1/invoices/:id`, of a draft."""
    invoice = world.find(account, "invoice", ident)
    if invoice["status"] != "draft":
        raise Refused("You can only delete draft invoices.")
    del world.books[account][ident]
    world.say(account, "invoice.deleted", invoice)
    return shaped("deleted_invoice", id=ident)


def retrieve(world: World, account: str, params: dict, ident: str) -> dict:
    """`GET /v1/invoices/:id`."""
    return shown(world, account, world.find(account, "invoice", ident), params)


def shown(world: World, account: str, invoice: dict, params: dict) -> dict:
    """An invoice as it is answered: ten lines of it, and its payments only for who asks."""
    lines = invoice["lines"]
    short = lines | {"data": lines["data"][:10], "has_more": len(lines["data"]) > 10}
    answer = invoice | {"lines": short}
    if any(path.split(".")[0] == "payments" for path in params.get("expand", [])):
        made = payments(world, account, invoice)
        answer["payments"] = paged(made, {}, "/v1/invoice_payments")
    return answer


def list_lines(world: World, account: str, params: dict, ident: str) -> dict:
    """`GET /v1/invoices/:id/lines`."""
    unplayed(params, "limit", "starting_after")
    found = world.find(account, "invoice", ident)["lines"]
    return paged(found["data"], params, found["url"])


def list_invoices(world: World, account: str, params: dict) -> dict:
    """`GET /v1/invoices`, of a customer, a subscription or a status."""
    unplayed(params, "customer", "status", "subscription", "created", "limit", "starting_after")
    wanted = {name: params[name] for name in ("customer", "status") if name in params}
    created = params.get("created") or {}
    assert isinstance(created, dict)
    unplayed(created, "gte", "lt")
    found = [
        shown(world, account, invoice, params)
        for invoice in world.every(account, "invoice")
        if wanted.items() <= invoice.items()
        and created.get("gte", 0) <= invoice["created"] < created.get("lt", float("inf"))
        and params.get("subscription") in (None, subscription_of(invoice))
    ]
    return paged(found, params, "/v1/invoices")


def subscription_of(invoice: dict) -> str | None:
    """Which subscription made it; None for one made by hand."""
    details = (invoice["parent"] or {}).get("subscription_details")
    return details["subscription"] if details else None


def _intent(world: World, account: str, invoice: dict) -> dict:
    (payment,) = payments(world, account, invoice)
    return world.find(account, "payment_intent", payment["payment"]["payment_intent"])
