from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "tenant_apps.ticketing.tickets"
