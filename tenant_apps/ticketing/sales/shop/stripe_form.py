"""The payment page with Stripe's own form on it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csp import csp_override

from kernel.pages import page
from kernel.stripe import SCRIPT, page_policy
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.payments.models import Payment
from tenant_apps.ticketing.sales.services.checkout import open_payment


@csp_override(page_policy())
def form_page(request: HttpRequest, order: Order, payment: Payment) -> HttpResponse:
    """Draw the page. Stripe's script and frame are allowed here and nowhere else."""
    open_payment(order=order, payment=payment)
    context = {
        "order": order,
        "payment": payment,
        "publishable_key": settings.STRIPE_PUBLISHABLE_KEY,
        "stripe_script": SCRIPT,
    }
    return page(request, "sales/pay_stripe.html", context)
