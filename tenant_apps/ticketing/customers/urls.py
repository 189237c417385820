"""The addresses of buyers backstage."""

from django.urls import path

from tenant_apps.ticketing.customers import backstage

backstage_urlpatterns = [
    path("customers", backstage.customer_list, name="customers"),
    path("customers/exports", backstage.export, name="customers_export"),
]
