"""Pages of a shop's host.

An app's `urls.py` has `urlpatterns` for buyers, namespace the app's label, at the paths they name;
and `backstage_urlpatterns` for the organizer. Add-ons get a folder of their own at both doors.
"""

from django.urls import URLPattern, URLResolver, include, path

from config.api import api
from config.rooms import addon_urls, backstage_urls, urls_of
from tenant_apps.ticketing.sales.urls import programme_urlpatterns

CORE = [
    "tenant_apps.ticketing.venues",
    "tenant_apps.ticketing.events",
    "tenant_apps.ticketing.inventory",
    "tenant_apps.ticketing.customers",
    "tenant_apps.ticketing.payments",
    "tenant_apps.ticketing.orders",
    "tenant_apps.ticketing.tickets",
    "tenant_apps.ticketing.sales",
    "tenant_apps.office.team",
    "tenant_apps.office.apikeys",
    "tenant_apps.office.desk",
]

backstage = [
    *(
        pattern
        for app in [*CORE, "themes", "themes.letters", "billing"]
        for pattern in backstage_urls(app)
    ),
    *addon_urls("backstage_urlpatterns"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", api.urls),
    path("backstage/", include((backstage, "backstage"))),
    # They are tried in turn, so what a rush asks for stands first.
    path("", include(programme_urlpatterns)),
    *(pattern for app in CORE for pattern in urls_of(app)),
    path("", include("shared_apps.accounts.urls")),
    path("", include("themes.urls")),
    *urls_of("themes.letters"),
    *addon_urls("urlpatterns"),
]
