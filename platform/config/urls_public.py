"""Pages of the platform's own host."""

from django.urls import URLPattern, URLResolver, include, path

from config.rooms import urls_of

urlpatterns: list[URLPattern | URLResolver] = [
    path("control/design/", include("themes.design.urls")),
    *urls_of("shared_apps.control"),
    path("control/", include("billing.staff.urls")),
    *urls_of("shared_apps.inbox"),
    *urls_of("billing"),
    path("", include("shared_apps.accounts.urls")),
    path("", include("themes.urls")),
]
