"""From the cart to the payment: one page, and the pages of banks that ask or wait."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from kernel import tenancy
from kernel.gate import buyer_page
from kernel.pages import page
from kernel.rate import rate
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.payments.gateways import sandbox
from tenant_apps.ticketing.payments.models import Payment
from tenant_apps.ticketing.sales.forms import CheckoutForm
from tenant_apps.ticketing.sales.services import cart as carts
from tenant_apps.ticketing.sales.services import checkout, notices, settlement
from tenant_apps.ticketing.sales.shop import cookies, stripe_form


@buyer_page
@require_http_methods(["GET", "POST"])
def checkout_page(request: HttpRequest) -> HttpResponse:
    """Your tickets, you, payment."""
    cart_id = cookies.read(request)
    cart = carts.contents(cart_id)
    terms = checkout.terms_in_force()
    if request.method == "POST" and cart_id is not None:
        form = CheckoutForm(request.POST, terms_version=terms)
        if form.is_valid():
            buyer = checkout.Buyer(
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
                language=get_language() or "en",
                terms_version=terms,
            )
            order, payment = checkout.place(cart_id=cart_id, buyer=buyer, cart=cart)
            return _pay(request, order, payment)
    elif not cart.holds:
        return redirect("sales:cart")
    else:
        form = CheckoutForm(terms_version=terms)
    context = {
        "cart": cart,
        "form": form,
        "gateway": tenancy.current().gateway,
        "too_small": _too_small(cart),
    }
    return page(request, "sales/checkout.html", context)


def _too_small(cart: carts.Cart) -> str:
    """Why this cart cannot be paid by card, said before anything is typed; "" where it can."""
    least = checkout.least_payable(cart) if cart.total else None
    return str(checkout.too_small(least)) if least and cart.total < least.amount else ""


def _pay(request: HttpRequest, order: Order, payment: Payment | None) -> HttpResponse:
    if payment is None or not payment.is_open or order.status != Order.Status.PENDING:
        return _to_order(order)
    if payment.gateway == "sandbox" and request.POST.get("number"):
        return _present_card(request, order, payment)
    if payment.gateway == "stripe":
        checkout.open_payment(order=order, payment=payment)
    return redirect("sales:pay", payment.key)


def _present_card(request: HttpRequest, order: Order, payment: Payment) -> HttpResponse:
    reading = sandbox.present_card(payment=payment, number=request.POST.get("number", ""))
    return _after(settlement.settle(payment=payment, reading=reading), payment)


def _after(order: Order, payment: Payment) -> HttpResponse:
    """Where a buyer goes next, by what became of the payment."""
    if order.status == Order.Status.PENDING:
        asked = payment.gateway == "sandbox" and payment.state == Payment.State.CHALLENGE
        next_page = "sales:challenge" if asked else "sales:pay"
        if payment.state != Payment.State.PENDING:
            return redirect(next_page, payment.key)
    return _to_order(order)


def _to_order(order: Order) -> HttpResponse:
    response = redirect(order)
    if order.status != Order.Status.PENDING:
        cookies.forget(response)
    return response


@buyer_page
@require_http_methods(["GET", "POST"])
def pay_page(request: HttpRequest, key: str) -> HttpResponse:
    """Pay an order that was placed: a first card, or another one after a refusal."""
    payment, order = _open_payment(key)
    if order.status != Order.Status.PENDING or not payment.is_open:
        return _to_order(order)
    if request.method == "POST" and payment.gateway == "sandbox":
        return _present_card(request, order, payment)
    if payment.gateway == "stripe":
        return stripe_form.form_page(request, order, payment)
    return page(request, "sales/pay_sandbox.html", {"order": order, "payment": payment})


@buyer_page
@require_http_methods(["GET", "POST"])
def challenge_page(request: HttpRequest, key: str) -> HttpResponse:
    """The sandbox bank asks whether it is really you."""
    payment, order = _open_payment(key)
    if payment.gateway != "sandbox":
        raise Http404
    if order.status != Order.Status.PENDING or payment.state != Payment.State.CHALLENGE:
        return _after(order, payment)
    if request.method == "POST":
        passed = request.POST.get("answer") == "yes"
        reading = sandbox.answer_challenge(payment=payment, passed=passed)
        return _after(settlement.settle(payment=payment, reading=reading), payment)
    return page(request, "sales/challenge.html", {"order": order, "payment": payment})


@buyer_page
@rate("60/minute")
@require_http_methods(["GET"])
def paid_page(request: HttpRequest, key: str) -> HttpResponse:
    """Where a gateway sends the buyer back: ask it, settle, go on to the order."""
    payment, order = _open_payment(key)
    if payment.is_open:
        notices.look_again(payment=payment)
        order.refresh_from_db()
    return _after(order, payment)


def _open_payment(key: str) -> tuple[Payment, Order]:
    payment = get_object_or_404(Payment, key=key)
    return payment, get_object_or_404(Order, reference=payment.purpose)
