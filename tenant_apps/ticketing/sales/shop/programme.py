"""What is on, and the page of one event."""

from django.http import Http404, HttpRequest, HttpResponse

from kernel.gate import shop_page
from kernel.kept import kept_for_strangers
from kernel.pages import page, paginated
from tenant_apps.ticketing.events.models import Event
from tenant_apps.ticketing.sales import showcase

# How old a page may be that a stranger sees: what is left on it may be a second behind the stock.
A_MOMENT = 1.0


@shop_page
@kept_for_strangers(seconds=A_MOMENT, by=("page", "category"))
def event_list(request: HttpRequest) -> HttpResponse:
    """What is on: upcoming events, with search and category."""
    q = request.GET.get("q", "").strip()[:100]
    category = request.GET.get("category", "").strip()[:60]
    listing = paginated(request, showcase.find(q=q, category=category), per_page=24)
    context = {
        "page": listing,
        "cards": showcase.cards(listing.object_list),
        "q": q,
        "category": category,
        "categories": showcase.categories(),
    }
    return page(request, "events/list.html", context)


@shop_page
@kept_for_strangers(seconds=A_MOMENT, by=("session",))
def event_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One event: its story and the buy box."""
    event = Event.objects.published().select_related("venue").filter(slug=slug).first()
    if event is None:
        raise Http404
    chosen = request.GET.get("session", "")
    access_code = request.GET.get("access", "")[:40]
    choices = showcase.choices(event, _number(chosen))
    session = next((one.session for one in choices if one.is_chosen), None)
    offers = showcase.offers(event, session, access_code=access_code) if session else []
    context = {
        "event": event,
        "choices": choices,
        "session": session,
        "offers": offers,
        "access_code": access_code,
        "can_buy": any(one.can_be_bought for one in offers),
    }
    return page(request, "events/detail.html", context)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
