"""The addresses of the programme in the shop."""

from django.urls import path

from tenant_apps.ticketing.sales.shop import programme

app_name = "events"
urlpatterns = [
    path("", programme.event_list, name="list"),
    path("e/<slug:slug>", programme.event_page, name="detail"),
]
