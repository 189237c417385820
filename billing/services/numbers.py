"""What stands at the head of an invoice: its number, without a gap, and the two parties."""

from datetime import date
from typing import Any

from django.conf import settings

from billing.models import Account, Number


def next_number(day: date) -> str:
    """Take the next number of a year: "2026-000123". In the transaction that uses it.

    Whoever takes one holds the series until he commits; if he does not, the number was never given.
    """
    series, _is_new = Number.objects.get_or_create(series=f"{day:%Y}")
    series = Number.objects.select_for_update().get(pk=series.pk)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{series.series}-{series.last:06d}"


def seller() -> dict[str, Any]:
    """We, as we are today."""
    return {
        "name": settings.PLATFORM_LEGAL_NAME,
        "address": settings.PLATFORM_ADDRESS,
        "country": settings.PLATFORM_COUNTRY,
        "vat_id": settings.PLATFORM_VAT_ID,
        "email": settings.PLATFORM_EMAIL,
        "iban": settings.PLATFORM_IBAN,
    }


def buyer(account: Account) -> dict[str, Any]:
    """The account, as it is today. `vat_id` only if a register knows it."""
    return {
        "name": account.legal_name or account.tenant.name,
        "address": account.address,
        "country": account.country,
        "vat_id": account.vat_id if account.vat_state == Account.Vat.VALID else "",
        "email": account.email,
        "shop": account.tenant.subdomain,
        "method": account.method.get("label", ""),
    }
