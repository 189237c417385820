"""A shop's pages, and the floor: one row as JSON, behind the same middleware."""

from django.http import HttpRequest, JsonResponse
from django.urls import path

from config.urls_tenant import urlpatterns as shop
from kernel.gate import shop_page
from tenant_apps.ticketing.events.models import Event


@shop_page
def floor(request: HttpRequest) -> JsonResponse:
    """One row, read and sent."""
    return JsonResponse({"name": Event.objects.values_list("name", flat=True).first()})


urlpatterns = [path("bench/floor", floor), *shop]
