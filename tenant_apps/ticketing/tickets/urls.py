"""The addresses of the door and of single tickets backstage."""

from django.urls import path

from tenant_apps.ticketing.tickets import backstage, samples

backstage_urlpatterns = [
    path("door", backstage.door, name="door"),
    path("settings/brand/preview/ticket", samples.sample_page, name="ticket_sample"),
    path("tickets/<int:pk>/reissue", backstage.reissue, name="ticket_reissue"),
]
