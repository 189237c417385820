"""The words of an event, for the organizer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kernel.gate import backstage_page
from kernel.pages import page
from kernel.tenancy import current
from tenant_apps.ticketing.events import services
from tenant_apps.ticketing.events.forms import EventForm
from tenant_apps.ticketing.events.models import Event
from tenant_apps.ticketing.venues.models import Venue


@backstage_page(may="events.edit")
@require_http_methods(["GET", "POST"])
def event_new(request: HttpRequest) -> HttpResponse:
    """Write an event down; sessions and ticket types come next."""
    form = EventForm(request.POST or None, request.FILES or None, initial=_first_words())
    if form.is_valid():
        event = services.create(event=form.save(commit=False))
        messages.success(
            request, _("%(name)s is saved as a draft. When is it?") % {"name": event.name}
        )
        return redirect("backstage:session_new", event.pk)
    context = {
        "form": form,
        "title": _("A new event"),
        "sentence": _("Nobody sees it before you publish it."),
        "action": _("Save as a draft"),
        "back_url": reverse("backstage:events"),
        "back": _("Events"),
    }
    return page(request, "backstage/events/new.html", context)


@backstage_page(may="events.edit")
@require_http_methods(["GET", "POST"])
def event_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the words, the place or the picture."""
    event = get_object_or_404(Event, pk=pk)
    form = EventForm(request.POST or None, request.FILES or None, instance=event)
    if form.is_valid():
        services.edit(event=form.save(commit=False))
        messages.success(request, _("%(name)s is saved.") % {"name": event.name})
        return redirect("backstage:event", event.pk)
    shown = Event.objects.select_related("venue").get(pk=pk) if form.errors else event
    context = {"form": form, "event": shown, "tab": "words", "action": _("Save the words")}
    return page(request, "backstage/events/edit.html", context)


def _first_words() -> dict[str, Any]:
    """A new event's clock and currency are the shop's; its venue is the one, if there is one."""
    shop = current()
    venues = list(Venue.objects.all()[:2])
    first: dict[str, Any] = {"timezone": shop.timezone, "currency": shop.currency}
    if len(venues) == 1:
        first |= {"venue": venues[0].pk, "timezone": venues[0].timezone}
    return first
