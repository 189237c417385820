"""Buyers, for those who look after them."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from kernel.gate import backstage_page
from kernel.pages import page, paginated
from kernel.tenancy import current
from tenant_apps.ticketing.customers.models import Customer


@backstage_page(may="customers.view")
@require_GET
def customer_list(request: HttpRequest) -> HttpResponse:
    """Everybody who ordered, newest first, found by e-mail or name."""
    q = request.GET.get("q", "").strip()[:200]
    customers = Customer.objects.annotate(order_count=Count("orders")).order_by("-id")
    for word in q.split()[:8]:
        customers = customers.filter(Q(email__startswith=word.lower()) | Q(name__icontains=word))
    context = {"page": paginated(request, customers), "q": q, "zone": current().timezone}
    return page(request, "backstage/customers/list.html", context)
