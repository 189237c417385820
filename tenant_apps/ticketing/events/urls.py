"""The addresses of an event's words backstage, and of its picture."""

from django.urls import path

from tenant_apps.ticketing.events import backstage, shop

app_name = "pictures"
urlpatterns = [
    path("media/<slug:schema_name>/events/<str:name>", shop.picture, name="picture"),
]

backstage_urlpatterns = [
    path("events/new", backstage.event_new, name="event_new"),
    path("events/<int:pk>/words", backstage.event_edit, name="event_edit"),
]
