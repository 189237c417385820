"""The platform's share of what add-ons bring: within the money, on the books, and back again."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tenants.utils import schema_context
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billing.models import Usage
from kernel.facts.models import Record
from kernel.money import Money
from kernel.tenancy import PUBLIC, Right, current
from tenant_apps.ticketing.orders.models import Order, OrderCommission, OrderLine
from tenant_apps.ticketing.payments.models import Entry
from tenant_apps.ticketing.sales import hooks
from tenant_apps.ticketing.sales.hooks import Commission
from tenant_apps.ticketing.sales.services import (
    checkout,
    commissions,
    expiry,
    notices,
    refunds,
    settlement,
)
from tests import make

SHARES = {"upsells": 300, "streaming": 1000, "wallet": 0}


@pytest.fixture
def rights():
    """Let the shop have add-ons with these shares (basis points): `rights(upsells=300)`."""

    def have(**shares):
        shop = current()
        features = {code: Right("on", {}, share) for code, share in shares.items()}
        connection.set_tenant(replace(shop, features={**shop.features, **features}))

    return have


@pytest.fixture
def brings(red, rights):
    """`brings(("upsells", 1200), …)`: what add-ons answer for each order from now on."""
    before = list(hooks.commissions._answers)
    rights(**SHARES)

    def answer_with(*earned, owner=""):
        def answer(*, order):
            return [
                Commission(code, Money(base, order.currency), f"{code}:{number}")
                for number, (code, base) in enumerate(earned)
            ]

        answer.__module__ = owner or answer.__module__
        hooks.commissions.answer(answer)

    yield answer_with
    hooks.commissions._answers[:] = before


def booked(order, kind=Entry.Kind.PLATFORM_FEE):
    """The ledger's amounts that are not of a line, as the organizer sees them."""
    of = Entry.objects.filter(purpose=order.reference, kind=kind, source__contains="commission")
    return sorted(of.values_list("amount", flat=True))


def usage(schema_name="red"):
    with schema_context(PUBLIC):
        found = Usage.objects.filter(account__tenant__schema_name=schema_name).order_by("pk")
        return list(found.values_list("code", "meter", "quantity", "is_collected"))


def ticket_fees(order):
    return sum(line.platform_fee for line in order.lines.all())


def test_shares_are_fixed_with_the_order_and_booked_when_it_is_paid(brings):
    brings(("upsells", 1250), ("streaming", 2500))
    order, payment = make.placed_order(make.event(price=2500), 2)
    kept = order.commissions.values_list("code", "basis_points", "base", "amount", "is_collected")
    assert list(kept) == [
        ("upsells", 300, 1250, 38, True),  # 37.5, half up
        ("streaming", 1000, 2500, 250, True),
    ]
    assert booked(order) == []
    make.pay(payment)
    assert booked(order) == [-250, -38]


def test_what_an_add_on_without_a_share_brings_is_not_kept(brings):
    brings(("wallet", 1250), ("unheard_of", 800), ("upsells", 0))
    order = make.paid_order()
    assert not order.has_commissions
    assert not OrderCommission.objects.exists()


def test_an_add_on_that_is_shut_is_not_asked(brings, rights):
    brings(("upsells", 1000), owner="tenant_apps.addons.surveys.answers")
    assert not make.paid_order().has_commissions
    rights(surveys=0)
    assert make.paid_order().has_commissions


def test_what_was_said_twice_is_kept_once(brings):
    brings(("upsells", 1000))
    brings(("upsells", 1000))
    assert make.paid_order().commissions.count() == 1


def test_another_currency_is_a_mistake_and_sells_nothing(brings):
    hooks.commissions.answer(lambda *, order: [Commission("upsells", Money(1, "JPY"), "x")])
    with pytest.raises(ValueError, match="JPY in EUR"):
        make.placed_order(make.event())
    assert not Order.objects.exists()


def test_tickets_fees_and_shares_never_take_more_than_there_is(brings):
    brings(("upsells", 100), ("streaming", 100))
    order = make.paid_order(make.event(price=35), 1)  # the fee of the ticket is 31 cents
    assert ticket_fees(order) == 31
    assert list(order.commissions.values_list("amount", flat=True)) == [3, 1]  # 10 would not fit


def test_nobody_answers_and_no_statement_is_sent(red, brings):
    event = make.event()

    def statements():
        with CaptureQueriesContext(connection) as sent:
            make.paid_order(event, 1)
        return [one["sql"] for one in sent]

    statements()
    assert not [sql for sql in statements() if "orders_ordercommission" in sql]


def test_a_free_order_has_no_charge_and_its_share_is_invoiced(brings, run_deliveries):
    brings(("streaming", 900))
    order = make.paid_order(make.event(price=0), 1)
    kept = order.commissions.get()
    assert (kept.amount, kept.is_collected, booked(order)) == (0, False, [])
    run_deliveries()
    refunds.refund(order=order, reason="")
    run_deliveries()
    assert usage() == [
        ("streaming", "stream_sales", 900, False),
        ("streaming", "stream_sales", -900, False),
    ]


def test_telling_it_twice_takes_and_counts_it_once(brings, run_deliveries):
    brings(("upsells", 1250))
    order, payment = make.placed_order(make.event(), 1)
    for _ in range(3):
        order = make.pay(payment) if payment.is_open else order
        settlement.settle(payment=payment, reading=_succeeded())
        run_deliveries()
    assert booked(order) == [-38]
    assert Record.objects.filter(name="CommissionTaken").count() == 1
    assert usage() == [("upsells", "upsales", 1250, True)]


def test_a_refund_gives_it_all_back(brings, run_deliveries):
    brings(("upsells", 1250), ("streaming", 2500))
    order = make.paid_order(make.event(price=2500), 2)
    refunds.refund(order=order, reason="ill")
    run_deliveries()
    assert booked(order, Entry.Kind.PLATFORM_FEE_REFUND) == [38, 250]
    assert sum(Entry.objects.values_list("amount", flat=True)) == 0
    assert [row[2] for row in sorted(usage())] == [-2500, 2500, -1250, 1250]


def test_a_refund_gives_back_what_an_add_on_took_that_is_off_by_now(brings, rights, run_deliveries):
    brings(("upsells", 1250))
    order = make.paid_order()
    connection.set_tenant(replace(current(), features={}))
    refunds.refund(order=order, reason="ill")
    run_deliveries()
    assert sum(Entry.objects.values_list("amount", flat=True)) == 0
    assert sum(row[2] for row in usage()) == 0


def test_an_order_that_nobody_paid_owes_nothing(brings, run_deliveries):
    brings(("upsells", 1250))
    order, payment = make.placed_order(make.event(), 1)
    expiry.cancel(order=order)
    settlement.settle(payment=payment, reading=_succeeded())  # too late: it goes back in full
    run_deliveries()
    assert sum(Entry.objects.values_list("amount", flat=True)) == 0
    assert booked(order) == []
    assert usage() == []


def test_one_shops_share_is_on_no_other_shops_account(
    brings, blue, in_blue, rights, run_deliveries
):
    brings(("upsells", 1250))
    make.paid_order()
    with in_blue():
        rights(upsells=1000)
        make.paid_order()
    run_deliveries()
    assert usage("red") == usage("blue") == [("upsells", "upsales", 1250, True)]
    with in_blue():
        assert OrderCommission.objects.get().amount == 125
    assert OrderCommission.objects.get().amount == 38


def test_stripe_takes_it_with_the_charge_and_gives_it_back(brings, stripe, run_deliveries):
    shop = replace(current(), gateway="stripe", stripe_account=stripe.account())
    connection.set_tenant(shop)
    brings(("upsells", 1250), ("streaming", 2500))
    order, payment = make.placed_order(make.event(price=2500), 2)
    checkout.open_payment(order=order, payment=payment)
    intent = stripe.world.find(shop.stripe_account, "payment_intent", payment.gateway_ref)
    assert intent["application_fee_amount"] == ticket_fees(order) + 38 + 250

    stripe.pay(payment.gateway_ref)
    notices.look_again(payment=payment)
    of_the_platform = Entry.objects.filter(kind=Entry.Kind.PLATFORM_FEE)
    fee = next(stripe.world.every("", "application_fee"))
    assert fee["amount"] == -sum(of_the_platform.values_list("amount", flat=True))

    refunds.refund(order=order, reason="rained off")
    run_deliveries()
    assert next(stripe.world.every("", "application_fee"))["amount_refunded"] == fee["amount"]
    booked_back = Entry.objects.filter(kind=Entry.Kind.PLATFORM_FEE_REFUND)
    assert sum(booked_back.values_list("amount", flat=True)) == fee["amount"]
    assert sum(row[2] for row in usage()) == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    currency=st.sampled_from(["EUR", "JPY", "KWD"]),
    prices=st.lists(st.integers(1, 5_000), min_size=1, max_size=4),
    earned=st.lists(st.tuples(st.sampled_from(list(SHARES)), st.integers(0, 60_000)), max_size=5),
)
def test_fees_and_shares_fit_into_the_money_and_are_what_cards_can_move(
    brings, currency, prices, earned
):
    step = {"KWD": 10}.get(currency, 1)
    lines = [_line(price * step, currency) for price in prices]
    order = Order(total=sum(line.total for line in lines), currency=currency)
    hooks.commissions._answers[:] = [
        lambda *, order: [
            Commission(code, Money(base, currency), str(number))
            for number, (code, base) in enumerate(earned)
        ]
    ]
    shares = commissions.shares(order=order, lines=lines, splits=True)
    amounts = [one.amount for one in shares]
    assert sum(amounts) + sum(line.platform_fee for line in lines) <= order.total
    assert all(0 <= one.amount <= one.base and one.amount % step == 0 for one in shares)
    unsplit = commissions.shares(order=order, lines=lines, splits=False)
    assert [(one.base, one.amount) for one in unsplit] == [(one.base, 0) for one in shares]


def _line(price, currency):
    fee = checkout.bookkeeping.ticket_fee(quantity=1, amount=price, currency=currency)
    return OrderLine(quantity=1, unit_price=price, platform_fee=fee)


def _succeeded():
    return settlement.Reading(state="succeeded", gateway_ref="")
