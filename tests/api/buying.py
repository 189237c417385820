"""Buying by the API, as programs do it."""

from tenant_apps.ticketing.inventory.models import Stock
from tenant_apps.ticketing.payments.gateways import sandbox
from tests import make

BUYER = {"email": "ana@example.org", "name": "Ana"}
PAID = BUYER | {"card": {"number": sandbox.SUCCEEDS}}


def wanted(event, number=2, **more):
    item = {"ticket_type_id": make.type_of(event).pk, "quantity": number}
    return {"session_id": make.session_of(event).pk, "items": [item], **more}


def fill_cart(program, event, number=2):
    cart = program.post("/cart/items", wanted(event, number))
    program.headers["X-Cart"] = cart["X-Cart"]
    return cart.json()


def order_of(program, body=PAID, key="k1"):
    return program.post("/orders", body, Idempotency_Key=key)


def buy(program, event, number=2):
    fill_cart(program, event, number)
    return order_of(program).json()


def room(event):
    return Stock.objects.values_list("held", "sold").get(session__event=event, ticket_type=None)
