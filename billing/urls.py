"""The addresses of the money page, in a shop's backstage."""

from django.urls import path

from billing import backstage

backstage_urlpatterns = [
    path("money", backstage.money, name="money"),
    path("money/entries", backstage.entries, name="money_entries"),
    path("money/entries.csv", backstage.entries_csv, name="money_entries_csv"),
    path("money/statement.csv", backstage.statement_csv, name="money_csv"),
    path("money/statement.xlsx", backstage.statement_xlsx, name="money_xlsx"),
]
