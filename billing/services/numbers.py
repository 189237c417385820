"""The numbers of invoices, without a gap."""

from datetime import date

from billing.models import Number


def next_number(day: date) -> str:
    """Take the next number of a year: "2026-000123". In the transaction that uses it.

    Whoever takes one holds the series until he commits; if he does not, the number was never given.
    """
    series, _is_new = Number.objects.get_or_create(series=f"{day:%Y}")
    series = Number.objects.select_for_update().get(pk=series.pk)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{series.series}-{series.last:06d}"
