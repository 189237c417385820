"""What is on, and the page of one event."""

from django.http import Http404, HttpRequest, HttpResponse

from kernel.gate import shop_page
from kernel.kept import kept_for_strangers
from kernel.pages import page, paginated
from tenant_apps.ticketing.events.models import Event
from tenant_apps.ticketing.sales import showcase
from tenant_apps.ticketing.sales.shop import cookies
from tenant_apps.ticketing.sales.structured import structured_event

# How old a page may be that a stranger sees: what is left on it may be a second behind the stock.
A_MOMENT = 1.0


@shop_page
@kept_for_strangers(seconds=A_MOMENT, by=("page", "category"), cookies=(cookies.CURRENCY,))
def event_list(request: HttpRequest) -> HttpResponse:
    """What is on: upcoming events, with search and category."""
    q = request.GET.get("q", "").strip()[:100]
    category = request.GET.get("category", "").strip()[:60]
    listing = paginated(request, showcase.find(q=q, category=category), per_page=24)
    context = {
        "page": listing,
        "cards": showcase.cards(listing.object_list, currency=cookies.currency(request)),
        "q": q,
        "category": category,
        "categories": showcase.categories(),
    }
    return page(request, "events/list.html", context)


@shop_page
@kept_for_strangers(seconds=A_MOMENT, by=("session",), cookies=(cookies.CURRENCY,))
def event_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One event: its story and the buy box."""
    event = Event.objects.published().select_related("venue", "picture").filter(slug=slug).first()
    if event is None:
        raise Http404
    chosen = request.GET.get("session", "")
    access_code = request.GET.get("access", "")[:40]
    choices = showcase.choices(event, _number(chosen))
    session = next((one.session for one in choices if one.is_chosen), None)
    currencies = event.currencies
    currency = showcase.chosen(cookies.currency(request), currencies)
    offers = (
        showcase.offers(event, session, access_code=access_code, currency=currency)
        if session
        else []
    )
    context = {
        "event": event,
        "choices": choices,
        "session": session,
        "offers": offers,
        "currency": currency,
        "currencies": currencies,
        "access_code": access_code,
        "structured": structured_event(request, event, session, offers) if session else None,
        "can_buy": any(one.can_be_bought for one in offers),
        "is_free": not any(one.price for one in offers),
    }
    return page(request, "events/detail.html", context)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
