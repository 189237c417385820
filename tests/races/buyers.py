"""Buyers in a hurry: each thread buys until it is told that there is nothing left.

`python -m tests.races.buyers SESSION TYPE THREADS SEED`, in the shop `arena`. Prints `ready` once
every buyer has a connection, then one line per paid order. Some walk away from their cart, some
press the button twice, some pay twice.
"""

import random
import sys
import threading
import uuid

import django

django.setup()

from django.db import connection  # noqa: E402

from kernel.tenancy import in_tenant  # noqa: E402
from tenant_apps.ticketing.inventory.errors import SoldOut  # noqa: E402
from tenant_apps.ticketing.payments.gateways import Reading  # noqa: E402
from tenant_apps.ticketing.sales.services import cart, checkout, settlement  # noqa: E402

SUCCEEDED = Reading(state="succeeded", gateway_ref="")


def main(session_id, type_id, threads, seed):
    start = threading.Barrier(threads + 1)
    crowd = [
        threading.Thread(target=_buy_all, args=(start, session_id, type_id, seed * 1000 + number))
        for number in range(threads)
    ]
    for one in crowd:
        one.start()
    start.wait()
    print("ready", flush=True)
    for one in crowd:
        one.join()


def _buy_all(start, session_id, type_id, seed):
    dice = random.Random(seed)
    with in_tenant("arena"):
        connection.ensure_connection()
        start.wait()
        try:
            while _buy(dice, session_id, type_id):
                pass
        finally:
            connection.close()


def _buy(dice, session_id, type_id):
    try:
        cart_id = cart.put(
            cart_id=None, session_id=session_id, quantities={type_id: dice.randint(1, 3)}
        )
    except SoldOut:
        return False
    if dice.random() < 0.1:
        cart.clear(cart_id=cart_id)
        return True
    if dice.random() < 0.2:
        cart_id = cart.put(cart_id=cart_id, session_id=session_id, quantities={type_id: 1})
    buyer = checkout.Buyer(email=f"{uuid.uuid4().hex}@example.org", name="Buyer", language="en")
    order, payment = checkout.place(cart_id=cart_id, buyer=buyer)
    for _ in range(dice.choice([1, 1, 1, 2])):
        order = settlement.settle(payment=payment, reading=SUCCEEDED)
    print(order.status, order.reference, flush=True)
    return True


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
