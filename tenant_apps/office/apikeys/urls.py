"""The addresses of API keys backstage."""

from django.urls import path

from tenant_apps.office.apikeys import backstage

backstage_urlpatterns = [
    path("settings/api-keys", backstage.keys, name="apikeys"),
    path("settings/api-keys/<int:pk>/revoke", backstage.revoke, name="apikey_revoke"),
]
