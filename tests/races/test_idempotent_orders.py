"""The same request, sent by many at the same moment, is done once."""

import json
import threading

from django.db import connection
from django.test import Client

from kernel.roles import PERMISSIONS
from tenant_apps.office.apikeys import services as apikeys
from tenant_apps.ticketing.inventory.models import Stock
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.payments.models import Payment, Refund
from tenant_apps.ticketing.sales.services import stocktake
from tenant_apps.ticketing.tickets.models import Admission, Ticket
from tests import make

BUYER = {"email": "ana@example.org", "name": "Ana", "card": {"number": "4242424242424242"}}


def at_once(number, path, body, **headers):
    """Send one request from so many threads at the same moment; returns the answers."""
    start, answers = threading.Barrier(number), []

    def send():
        client = Client(headers={"host": "arena.localhost", **headers})
        try:
            start.wait()
            answers.append(client.post(path, json.dumps(body), content_type="application/json"))
        finally:
            connection.close()

    crowd = [threading.Thread(target=send) for _ in range(number)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    return answers


def key_for(*may):
    _key, token = apikeys.create(name="race", permissions=may, granted_by=PERMISSIONS)
    return {"X-API-Key": token}


def only_replays_or_still_at_work(answers, done):
    codes = [one.status_code for one in answers]
    assert set(codes) <= {done, 409}, [one.content for one in answers]
    assert done in codes
    assert {one.json()["code"] for one in answers if one.status_code == 409} <= {
        "idempotency_in_progress"
    }
    assert len({one.content for one in answers if one.status_code == done}) == 1


def test_an_order_sent_eight_times_at_once_is_one_order(arena):
    event = make.event(capacity=10)
    cart_id = str(make.cart_with(event, 2))

    answers = at_once(8, "/api/v1/orders", BUYER, **{"X-Cart": cart_id, "Idempotency-Key": "k"})

    only_replays_or_still_at_work(answers, 201)
    assert (Order.objects.count(), Payment.objects.count(), Ticket.objects.count()) == (1, 1, 2)
    assert Stock.objects.get(ticket_type=None).sold == 2
    assert stocktake.differences() == []


def test_a_cart_ordered_eight_times_without_a_common_key_is_one_order_too(arena):
    event = make.event(capacity=10)
    cart_id = str(make.cart_with(event, 2))
    start = threading.Barrier(8)

    def order(key):
        client = Client(headers={"host": "arena.localhost", "X-Cart": cart_id})
        try:
            start.wait()
            client.post(
                "/api/v1/orders",
                json.dumps(BUYER),
                "application/json",
                headers={"Idempotency-Key": key},
            )
        finally:
            connection.close()

    crowd = [threading.Thread(target=order, args=[str(number)]) for number in range(8)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()

    assert (Order.objects.count(), Payment.objects.count(), Ticket.objects.count()) == (1, 1, 2)
    assert stocktake.differences() == []


def test_a_refund_sent_eight_times_at_once_gives_the_money_back_once(arena):
    order = make.paid_order(make.event(capacity=10))
    path = f"/api/v1/orders/{order.reference}/refund"
    headers = key_for("orders.refund") | {"Idempotency-Key": "r"}

    answers = at_once(8, path, {"reason": "rain"}, **headers)

    only_replays_or_still_at_work(answers, 200)
    assert Refund.objects.count() == 1
    assert Stock.objects.get(ticket_type=None).sold == 0


def test_a_ticket_scanned_at_eight_doors_at_once_lets_one_in(arena):
    ticket = make.paid_order(make.event(), 1).tickets.get()

    answers = at_once(8, "/api/v1/checkin/scan", {"code": ticket.code}, **key_for("tickets.scan"))

    assert sorted(one.json()["status"] for one in answers) == ["error"] * 7 + ["ok"]
    assert {one.json()["reason"] for one in answers} == {"", "already_redeemed"}
    assert Admission.objects.count() == 1
