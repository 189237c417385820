"""Events with what is sold of them; publishing, taking back, calling off."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from kernel.facts import history
from kernel.forms import currency_choices
from kernel.gate import backstage_page
from kernel.lists.listing import Listing, ListKind, asked_by
from kernel.pages import page, paginated
from kernel.tenancy import current
from tenant_apps.ticketing.events import services as events
from tenant_apps.ticketing.events.models import Event
from tenant_apps.ticketing.sales import figures, price_lists
from tenant_apps.ticketing.sales.services import currency
from themes.toasts import say

EVENTS = ListKind(
    name="events",
    may="events.view",
    url_name="backstage:events",
    keys=("q", "status", "when"),
    sorts={
        "next": (F("next_starts_at").asc(nulls_last=True), "-created_at", "-pk"),
        "name": ("name", "pk"),
        "status": ("status", "pk"),
        "sessions": ("session_count", "pk"),
        "sold": (F("sold").asc(nulls_first=True), "pk"),
    },
    first_sort="next",
)
TIMES = {"ahead": _l("To come"), "over": _l("Over")}


@backstage_page(may="events.view")
@require_GET
def event_list(request: HttpRequest) -> HttpResponse:
    """All events, found by name or venue, and how they sell."""
    listing = asked_by(request, EVENTS)
    if listing.elsewhere:
        return redirect(listing.elsewhere)
    shown = paginated(request, listing.sorted(matching(listing)))
    fill = figures.fill_of(shown)
    context = {
        "listing": listing,
        "page": shown,
        "rows": [(event, fill[event.pk]) for event in shown],
        "state_chips": listing.chips("status", Event.Status.choices),
        "when_chips": listing.chips("when", TIMES.items(), _("Any time")),
    }
    return page(request, "backstage/sales/events.html", context)


def matching(listing: Listing) -> QuerySet[Event]:
    """The events that a list asks for, in no order."""
    return figures.listed(q=listing["q"], status=listing["status"], when=listing["when"])


@backstage_page(may="events.view")
@require_GET
def event_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One event at a glance: how it sells, when it is next, what is still missing."""
    event = _event(pk)
    sessions = list(event.sessions.upcoming()[:5])
    context = {
        "event": event,
        "tab": "overview",
        "fill": figures.fill_of([event])[event.pk],
        "takings": figures.takings_of(event),
        "sessions": sessions,
        "session_count": event.sessions.count(),
        "type_count": event.ticket_types.filter(active=True).count(),
        "history": history.lines(history.about({"event_id": event.pk}).order_by("-id")[:20]),
        "shop": current(),
    }
    return page(request, "backstage/sales/event.html", context)


@backstage_page(may="events.view")
@require_GET
def ticket_types(request: HttpRequest, pk: int) -> HttpResponse:
    """What is sold for an event, at which price, and how many of each."""
    event = _event(pk)
    sold = figures.sold_by_type(event)
    shown = paginated(request, event.ticket_types.all())
    context = {
        "event": event,
        "tab": "types",
        "page": shown,
        "rows": [(one, sold.get(one.pk, 0)) for one in shown],
        "shop": current(),
        "price_lists": price_lists.lists_of(event),
        "currencies": [one for one in currency_choices() if one[0] != event.currency],
        "is_locked": currency.is_locked(event),
    }
    return page(request, "backstage/sales/ticket_types.html", context)


@backstage_page(may="events.edit")
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an event to buyers, after a look at what they will see."""
    event = _event(pk)
    sessions, types = event.sessions.upcoming().count(), event.ticket_types.filter(active=True)
    touches = [
        ngettext("%(n)d session to come can be bought.", "%(n)d sessions to come can be bought.",
                 sessions) % {"n": sessions},
        _("Ticket types: %(names)s.") % {"names": ", ".join(one.name for one in types) or "–"},
        _("The page is at %(url)s.") % {"url": current().url + event.get_absolute_url()},
    ]  # fmt: skip
    words = {"title": _("Publish %(name)s?"), "action": _("Publish this event"), "danger": False}
    return _decide(request, event, events.publish, touches, words, _("%(name)s is on sale."))


@backstage_page(may="events.edit")
@require_http_methods(["GET", "POST"])
def unpublish(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide an event from buyers again; that can be undone where nothing but that happened."""
    event = _event(pk)
    if request.method == "POST" and event.status == Event.Status.PUBLISHED:
        events.unpublish(event=event)
        said = _("%(name)s is off the shop, and a draft again.") % {"name": event.name}
        say(request, said, undo_url=reverse("backstage:event_publish", args=[pk]))
        return redirect("backstage:event", pk)
    touches = [
        _("Its page disappears from the shop; links to it lead nowhere."),
        *_sold(event, _("%(n)d tickets are sold. They stay valid.")),
    ]
    words = {"title": _("Take %(name)s off the shop?"), "action": _("Take it off the shop")}
    return _decide(request, event, events.unpublish, touches, words, _("%(name)s is a draft."))


@backstage_page(may="events.edit")
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a whole event off."""
    event = _event(pk)
    touches = [
        _("Nothing more is sold. Its page stays and says that it is cancelled."),
        *_sold(event, _("%(n)d tickets are sold. They are not refunded by this.")),
        _("Refund the orders one by one, from the list of orders."),
    ]
    words = {"title": _("Cancel %(name)s?"), "action": _("Cancel this event")}
    return _decide(request, event, events.cancel, touches, words, _("%(name)s is cancelled."))


def _decide(
    request: HttpRequest,
    event: Event,
    verb: Callable[..., Event],
    touches: list[str],
    words: dict[str, Any],
    done: str,
) -> HttpResponse:
    """Ask on GET, act on POST."""
    if request.method == "POST":
        verb(event=event)
        messages.success(request, done % {"name": event.name})
        return redirect("backstage:event", event.pk)
    back = reverse("backstage:event", args=[event.pk])
    context = {**words, "touches": touches, "back_url": back}
    context["title"] = words["title"] % {"name": event.name}
    return page(request, "ui/confirm.html", context)


def _sold(event: Event, sentence: str) -> list[str]:
    sold = figures.fill_of([event])[event.pk].sold
    return [sentence % {"n": sold}] if sold else []


def _event(pk: int) -> Event:
    return get_object_or_404(Event.objects.select_related("venue"), pk=pk)
