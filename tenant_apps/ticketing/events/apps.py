from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "tenant_apps.ticketing.events"
