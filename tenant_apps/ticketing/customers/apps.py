from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "tenant_apps.ticketing.customers"
