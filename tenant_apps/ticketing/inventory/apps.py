from django.apps import AppConfig


class InventoryConfig(AppConfig):
    name = "tenant_apps.ticketing.inventory"
