"""Venues, for the organizer."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kernel.gate import backstage_page
from kernel.pages import page, paginated
from kernel.tenancy import current
from tenant_apps.ticketing.venues import services
from tenant_apps.ticketing.venues.forms import VenueForm
from tenant_apps.ticketing.venues.models import Venue


@backstage_page(may="events.view")
@require_GET
def venue_list(request: HttpRequest) -> HttpResponse:
    """All venues, found by name or town."""
    q = request.GET.get("q", "").strip()
    venues = Venue.objects.all()
    for word in q.split()[:8]:
        venues = venues.filter(Q(name__icontains=word) | Q(city__icontains=word))
    return page(request, "backstage/venues/list.html", {"page": paginated(request, venues), "q": q})


@backstage_page(may="events.edit")
@require_http_methods(["GET", "POST"])
def venue_new(request: HttpRequest) -> HttpResponse:
    """Write a venue down."""
    shop = current()
    form = VenueForm(
        request.POST or None, initial={"timezone": shop.timezone, "country": shop.country}
    )
    if form.is_valid():
        venue = services.add(venue=form.save(commit=False))
        messages.success(request, _("%(name)s is on the list.") % {"name": venue.name})
        return redirect("backstage:venues")
    return _form_page(request, form, _("A new venue"), _("Add the venue"))


@backstage_page(may="events.edit")
@require_http_methods(["GET", "POST"])
def venue_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a venue."""
    venue = get_object_or_404(Venue, pk=pk)
    title = venue.name
    form = VenueForm(request.POST or None, instance=venue)
    if form.is_valid():
        services.change(venue=form.save(commit=False))
        messages.success(request, _("%(name)s is saved.") % {"name": venue.name})
        return redirect("backstage:venues")
    return _form_page(request, form, title, _("Save the venue"))


def _form_page(request: HttpRequest, form: VenueForm, title: str, action: str) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "action": action,
        "back_url": reverse("backstage:venues"),
        "back": _("Venues"),
    }
    return page(request, "backstage/venues/form.html", context)
