"""Search, as a page and for the palette."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from kernel.gate import backstage_page
from kernel.pages import page
from kernel.search import LONGEST, find


@backstage_page(may="")
@require_GET
def search_page(request: HttpRequest) -> HttpResponse:
    """All that is found, in groups; without a question, what one may want to do."""
    q = request.GET.get("q", "")[:LONGEST]
    groups = find(q, permissions=request.permissions)  # type: ignore[attr-defined]
    return page(request, "backstage/desk/search.html", {"q": q.strip(), "groups": groups})
