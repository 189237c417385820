"""The addresses of the door and of single tickets backstage."""

from django.urls import path

from tenant_apps.ticketing.tickets import backstage

backstage_urlpatterns = [
    path("door", backstage.door, name="door"),
    path("tickets/<int:pk>/reissue", backstage.reissue, name="ticket_reissue"),
]
