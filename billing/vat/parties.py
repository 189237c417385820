"""Who writes an invoice and who gets it, as both stand on it: copied, so that it never changes."""

from typing import Any

from django.conf import settings
from django.core import checks

from billing.models import Account
from billing.vat import numbers
from billing.vat.rates import is_member

NEEDED = {
    "legal_name": "PLATFORM_LEGAL_NAME",
    "address": "PLATFORM_ADDRESS",
    "country": "PLATFORM_COUNTRY",
    "vat_id": "PLATFORM_VAT_ID",
    "iban": "PLATFORM_IBAN",
    "email": "PLATFORM_EMAIL",
}


class SellerIncomplete(Exception):
    """The environment does not say who we are, so no invoice may be written."""


def seller() -> dict[str, str]:
    """Who we are: name, address (lines), country, vat_id, register, iban, email.

    Raises `SellerIncomplete` as long as one of `PLATFORM_…` is missing, or no good.
    """
    if wrong := faults():
        raise SellerIncomplete("; ".join(wrong))
    said = settings.PLATFORM_SELLER
    return {
        "name": said["legal_name"],
        "address": said["address"],
        "country": said["country"].upper(),
        "vat_id": str(numbers.read(said["vat_id"], said["country"])),
        "register": said["register"],
        "iban": said["iban"].replace(" ", ""),
        "email": said["email"],
    }


def buyer(account: Account) -> dict[str, Any]:
    """Who owes us: name, address (lines), country, vat_id, email, and how he pays (`method`).

    A VAT number that the register does not know is left out.
    """
    known = account.vat_state != Account.Vat.INVALID
    return {
        "name": account.legal_name or account.tenant.name,
        "address": account.address,
        "country": country_of(account),
        "vat_id": _written(account) if known else "",
        "email": account.email,
        "method": {part: account.method.get(part, "") for part in ("kind", "label")},
    }


def country_of(account: Account) -> str:
    """Where an account is at home: as it says, else as its shop does, else where we are."""
    found = account.country or account.tenant.country or settings.PLATFORM_SELLER["country"]
    return str(found).upper()


def _written(account: Account) -> str:
    try:
        return str(numbers.read(account.vat_id, country_of(account))) if account.vat_id else ""
    except ValueError:
        return account.vat_id


def faults() -> list[str]:
    """What keeps us from writing invoices, for whoever sets the machine up."""
    said = settings.PLATFORM_SELLER
    found = [f"{NEEDED[name]} is not set" for name in NEEDED if not said.get(name)]
    country, vat_id = said.get("country", ""), said.get("vat_id", "")
    if country and not is_member(country):
        found.append("PLATFORM_COUNTRY is no member state of the EU (two letters, such as FR)")
    elif country and vat_id:
        try:
            numbers.read(vat_id, country)
        except ValueError:
            found.append("PLATFORM_VAT_ID is no VAT number of PLATFORM_COUNTRY")
    return found


@checks.register("billing")
def check_seller(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Say what is missing on our invoices. Nothing is invoiced before it is there."""
    return [
        checks.Warning(
            f"No invoice can be written: {fault}.",
            hint="These say who we are on our invoices; see config/env.py.",
            id="billing.W001",
        )
        for fault in faults()
    ]
