"""Recognise a buyer."""

from django.utils import timezone

from tenant_apps.ticketing.customers.models import Customer


def normalise(email: str) -> str:
    """The form under which an address is known: trimmed, lower case."""
    return email.strip().lower()


def recognise(*, email: str, name: str, language: str) -> Customer:
    """The customer with this e-mail, made if need be, with the name last given. One statement."""
    customers = Customer.objects.bulk_create(
        [Customer(email=normalise(email), name=name, language=language, created_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["email"],
        update_fields=["name", "language"],
    )
    return customers[0]
