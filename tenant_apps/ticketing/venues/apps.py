from django.apps import AppConfig


class VenuesConfig(AppConfig):
    name = "tenant_apps.ticketing.venues"
