"""The addresses of an event's words backstage."""

from django.urls import path

from tenant_apps.ticketing.events import backstage

backstage_urlpatterns = [
    path("events/new", backstage.event_new, name="event_new"),
    path("events/<int:pk>/words", backstage.event_edit, name="event_edit"),
]
