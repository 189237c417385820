"""The addresses of sessions and ticket types backstage."""

from django.urls import path

from tenant_apps.ticketing.inventory import backstage

backstage_urlpatterns = [
    path("events/<int:pk>/sessions", backstage.sessions, name="sessions"),
    path("events/<int:pk>/sessions/new", backstage.session_new, name="session_new"),
    path("events/<int:pk>/sessions/several", backstage.sessions_new, name="sessions_new"),
    path("events/<int:pk>/sessions/<int:session_pk>", backstage.session_edit, name="session_edit"),
    path(
        "events/<int:pk>/sessions/<int:session_pk>/cancellation",
        backstage.session_call_off,
        name="session_call_off",
    ),
    path("events/<int:pk>/tickets/new", backstage.ticket_type_new, name="ticket_type_new"),
    path(
        "events/<int:pk>/tickets/<int:type_pk>",
        backstage.ticket_type_edit,
        name="ticket_type_edit",
    ),
]
