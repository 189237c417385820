"""The buyer's own page of an order, found by a link that nobody can guess."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_GET, require_http_methods

from kernel import tenancy
from kernel.gate import buyer_page
from kernel.pages import page
from kernel.rate import rate
from tenant_apps.ticketing.inventory.services import sheets
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.sales.forms import FindOrderForm
from tenant_apps.ticketing.sales.services import checkout, look_up


def order_by_link(reference: str, key: str) -> Order:
    """The order that this link opens. Raises `Http404` alike for a wrong reference or key."""
    order = Order.objects.filter(reference=reference).first()
    if order is None or not constant_time_compare(order.key, key):
        raise Http404
    return order


@buyer_page
@require_GET
def order_page(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """Thank you, your tickets, and what became of the order."""
    order = order_by_link(reference, key)
    tickets = list(order.tickets.select_related("void", "admission", "line"))
    # Tickets bring their lines along; without tickets the lines are asked for.
    lines = list({one.line_id: one.line for one in tickets}.values()) or list(order.lines.all())
    sheets.attach([*lines, *tickets])
    payment = None if order.status == Order.Status.PAID else checkout.payment_of(order)
    context = {
        "order": order,
        "lines": lines,
        "tickets": tickets,
        "payment": payment,
        "zone": tenancy.current().timezone,
        "is_trial": order.total > 0 and tenancy.current().gateway == "sandbox",
    }
    return page(request, "sales/order.html", context)


@buyer_page
@rate("5/minute")
@require_http_methods(["GET", "POST"])
def find_order_page(request: HttpRequest) -> HttpResponse:
    """Ask for the links to one's orders by e-mail; the answer never tells whether there are any."""
    form = FindOrderForm(request.POST or None)
    sent = form.is_valid()
    if sent:
        look_up.request_links(email=form.cleaned_data["email"])
    return page(request, "sales/find_order.html", {"form": form, "sent": sent})
