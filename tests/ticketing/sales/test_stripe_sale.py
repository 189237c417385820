"""A sale through Stripe: from the checkout to the webhook, over the fake's HTTP."""

import pytest
from django.conf import settings as conf
from django.db import connection
from django_tenants.utils import schema_context

from kernel.tenancy import PUBLIC
from shared_apps.tenants.directory import directory
from shared_apps.tenants.models import Tenant
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.payments.models import Entry, Payment
from tenant_apps.ticketing.sales.services import refunds
from tenant_apps.ticketing.tickets.models import Ticket
from tests import make

FEES = {"ticket_fee_basis_points": 250, "ticket_fee_fixed": 30}


@pytest.fixture
def shop(red, stripe):
    """Red, whose buyers pay through Stripe; the platform takes 2.5 % and 30 cents a ticket."""
    with schema_context(PUBLIC):
        Tenant.objects.filter(pk=red.pk).update(gateway="stripe", stripe_account=stripe.account())
        red.refresh_from_db()
        type(red.plan).objects.filter(pk=red.plan_id).update(**FEES)
    directory.changed()
    connection.set_tenant(directory.by_schema("red"))
    return red


@pytest.fixture
def post(stripe, platform_client, run_deliveries):
    """Bring letters to our door, and let the workers work."""

    def bring(*kinds):
        for event in stripe.events():
            if kinds and event["type"] not in kinds:
                continue
            letter = stripe.letter(event)
            platform_client().post(
                "/hooks/stripe",
                data=letter.body,
                content_type="application/json",
                headers={"Stripe-Signature": letter.signature, "Host": conf.PLATFORM_HOST},
            )
        run_deliveries()

    return bring


def at_the_payment(client_for, shop):
    """A buyer with two tickets at 25.00 who stands before the payment form."""
    client = client_for(shop)
    event = make.event(price=2500)
    session, kind = make.session_of(event), make.type_of(event)
    client.post("/cart/add", {"session": session.pk, f"qty_{kind.pk}": 2})
    answer = client.post("/checkout", {"email": "ana@example.org", "name": "Ana", "terms": "on"})
    assert answer.status_code == 302, answer.content
    return client, answer.url


def test_a_buyer_is_shown_stripes_form_on_the_organizers_account(shop, stripe, client_for):
    client, url = at_the_payment(client_for, shop)
    page = client.get(url)
    payment = Payment.objects.get()
    assert page.status_code == 200
    for said in (payment.client_secret, payment.gateway_account, "pk_test_fake"):
        assert said in page.content.decode()
    assert "https://js.stripe.com" in page.headers["Content-Security-Policy"]
    assert "https://js.stripe.com" not in client.get("/cart").headers["Content-Security-Policy"]
    intent = stripe.world.find(shop.stripe_account, "payment_intent", payment.gateway_ref)
    assert (intent["amount"], intent["application_fee_amount"]) == (5000, 125 + 60)


def test_the_webhook_alone_makes_the_tickets(shop, stripe, client_for, post):
    at_the_payment(client_for, shop)
    stripe.pay(Payment.objects.get().gateway_ref)
    post()
    post()
    assert Order.objects.get().status == "paid"
    assert Ticket.objects.count() == 2
    booked = dict(Entry.objects.values_list("kind", "amount"))
    assert booked == {"sale": 5000, "platform_fee": -185, "processing_fee": -100}


def test_the_buyers_return_alone_makes_the_tickets(shop, stripe, client_for):
    client, url = at_the_payment(client_for, shop)
    stripe.pay(Payment.objects.get().gateway_ref)
    assert client.get(f"{url}/back").status_code == 302
    assert Order.objects.get().status == "paid"
    assert Ticket.objects.count() == 2


def test_a_declined_card_sells_nothing_and_another_one_may_be_tried(shop, stripe, client_for, post):
    client, url = at_the_payment(client_for, shop)
    ref = Payment.objects.get().gateway_ref
    stripe.pay(ref, "4000000000000002")
    post()
    assert (Order.objects.get().status, Ticket.objects.count()) == ("pending", 0)
    assert client.get(f"{url}/back").url == url
    stripe.pay(ref)
    post()
    assert (Order.objects.get().status, Ticket.objects.count()) == ("paid", 2)


def test_old_news_of_a_failure_does_not_unsell_a_ticket(shop, stripe, client_for, post):
    at_the_payment(client_for, shop)
    ref = Payment.objects.get().gateway_ref
    stripe.pay(ref, "4000000000000002")
    stripe.pay(ref)
    post("payment_intent.succeeded")
    post("payment_intent.payment_failed")
    assert (Order.objects.get().status, Ticket.objects.count()) == ("paid", 2)


def test_a_challenge_and_a_slow_payment_wait_and_then_sell(shop, stripe, client_for, post):
    client, url = at_the_payment(client_for, shop)
    ref = Payment.objects.get().gateway_ref
    stripe.pay(ref, "4000000000003220")
    post()
    assert client.get(f"{url}/back").url == url
    stripe.authenticate(ref, passed=False)
    stripe.pay(ref, "AT611904300234573201")
    post()
    assert (Order.objects.get().status, Payment.objects.get().state) == ("pending", "pending")
    stripe.clear(ref)
    post()
    assert (Order.objects.get().status, Ticket.objects.count()) == ("paid", 2)


def test_an_outage_at_the_checkout_keeps_the_order_and_is_told(shop, stripe, client_for):
    client = client_for(shop)
    event = make.event(price=2500)
    session, kind = make.session_of(event), make.type_of(event)
    client.post("/cart/add", {"session": session.pk, f"qty_{kind.pk}": 2})
    stripe.outage(3)
    buyer = {"email": "ana@example.org", "name": "Ana", "terms": "on"}
    assert client.post("/checkout", buyer).status_code == 503
    order, payment = Order.objects.get(), Payment.objects.get()
    assert (order.status, payment.state, payment.gateway_ref) == ("pending", "started", "")
    assert client.get(f"/checkout/pay/{payment.key}").status_code == 200
    assert Payment.objects.get().gateway_ref.startswith("pi_")


def test_a_refund_gives_the_money_and_the_platforms_share_back(
    shop, stripe, client_for, post, run_deliveries
):
    at_the_payment(client_for, shop)
    stripe.pay(Payment.objects.get().gateway_ref)
    post()
    refunds.refund(order=Order.objects.get(), reason="rained off")
    run_deliveries()
    charge = next(stripe.world.every(shop.stripe_account, "charge"))
    fee = next(stripe.world.every("", "application_fee"))
    assert (charge["amount_refunded"], fee["amount_refunded"]) == (5000, 185)
    assert Order.objects.get().status == "refunded"
