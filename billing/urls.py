"""The addresses of the owner's pages on the platform, and of the money page in backstage."""

from django.urls import path

from billing import backstage
from billing.owner.urls import urlpatterns

__all__ = ["app_name", "backstage_urlpatterns", "urlpatterns"]
app_name = "control_billing"
backstage_urlpatterns = [
    path("money", backstage.money, name="money"),
    path("money/entries", backstage.entries, name="money_entries"),
    path("money/entries.csv", backstage.entries_csv, name="money_entries_csv"),
    path("money/statement.csv", backstage.statement_csv, name="money_csv"),
    path("money/statement.xlsx", backstage.statement_xlsx, name="money_xlsx"),
]
