"""Buyers, for those who look after them."""

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from kernel.gate import backstage_page
from kernel.jobs.models import Item
from kernel.jobs.starting import start
from kernel.lists.listing import Listing, ListKind, asked_by, asked_in_form, picked
from kernel.pages import page, paginated
from kernel.tenancy import current
from tenant_apps.ticketing.customers.models import Customer

CUSTOMERS = ListKind(
    name="customers",
    may="customers.view",
    url_name="backstage:customers",
    keys=("q", "who"),
    sorts={
        "name": ("name", "id"),
        "email": ("email",),
        "seen": ("id",),
        "orders": ("order_count", "id"),
    },
    first_sort="-seen",
)
WHO = {"again": _l("Came back"), "news": _l("Wants to hear news")}


@backstage_page(may="customers.view")
@require_GET
def customer_list(request: HttpRequest) -> HttpResponse:
    """Everybody who ordered, newest first, found by e-mail or name."""
    listing = asked_by(request, CUSTOMERS)
    if listing.elsewhere:
        return redirect(listing.elsewhere)
    context = {
        "listing": listing,
        "page": paginated(request, listing.sorted(_matching(listing))),
        "who_chips": listing.chips("who", WHO.items(), _("Everybody")),
        "zone": current().timezone,
    }
    return page(request, "backstage/customers/list.html", context)


@backstage_page(may="customers.view")
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """A table of these customers for a spreadsheet."""
    listing = asked_in_form(request, CUSTOMERS)
    back = f"{CUSTOMERS.url}?{listing.query or 'view=all'}"
    chosen = picked(request, _matching(listing)).order_by("pk").values_list("pk", "email")
    items = [Item(ref=pk, label=email) for pk, email in chosen.iterator(chunk_size=2000)]
    number = len(items)
    title = ngettext("A table of %(n)d customer", "A table of %(n)d customers", number)
    job = start(kind="export_customers", title=title % {"n": number}, items=items, back_url=back)
    return redirect("backstage:task", job.pk)


def _matching(listing: Listing) -> QuerySet[Customer]:
    found = Customer.objects.search(listing["q"]).annotate(order_count=Count("orders"))
    if listing["who"] == "again":
        found = found.filter(order_count__gte=2)
    elif listing["who"] == "news":
        found = found.exclude(marketing_consent_at=None)
    return found
