"""What customers answer when others ask."""

from tenant_apps.ticketing.customers.models import Customer
from themes.letters.hooks import has_consented


@has_consented.answer
def said_yes(*, address, purpose):
    """Whether a buyer allowed mails that advertise."""
    consented = Customer.objects.filter(email=address).exclude(marketing_consent_at=None)
    return purpose == "marketing" and consented.exists()
