"""The addresses of venues backstage."""

from django.urls import path

from tenant_apps.ticketing.venues import backstage

backstage_urlpatterns = [
    path("venues", backstage.venue_list, name="venues"),
    path("venues/new", backstage.venue_new, name="venue_new"),
    path("venues/<int:pk>", backstage.venue_edit, name="venue_edit"),
]
