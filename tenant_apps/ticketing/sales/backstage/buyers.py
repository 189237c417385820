"""One buyer: who it is, and what he bought."""

from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from kernel.gate import backstage_page
from kernel.money import Money
from kernel.pages import page, paginated
from kernel.tenancy import current
from tenant_apps.ticketing.customers.models import Customer
from tenant_apps.ticketing.orders.models import Order


@backstage_page(may="customers.view")
@require_GET
def customer_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A customer, what he spent here, and his orders, the newest first."""
    customer = get_object_or_404(Customer, pk=pk)
    paid = Q(status=Order.Status.PAID)
    sums = (
        customer.orders.filter(paid)
        .order_by("currency")
        .values_list("currency")
        .annotate(total=Sum("total"), number=Count("pk"))
    )
    context = {
        "customer": customer,
        "spent": [Money(int(total), currency) for currency, total, _number in sums],
        "paid_orders": sum(number for _currency, _total, number in sums),
        "page": paginated(request, customer.orders.with_ticket_count().order_by("-pk"), 10),
        "zone": current().timezone,
    }
    return page(request, "backstage/sales/customer.html", context)
