"""An owner at the desk where his shop's account lies: who comes in, and what stands around."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.translation import gettext as _

from billing.models import Account, Invoice
from billing.services import accounts
from billing.services.collecting import GRACE
from billing.services.ending import GIVEN_UP_AFTER
from kernel.actor import Actor
from kernel.rate import rate
from shared_apps.control import services
from shared_apps.control.pages.entrance import frame_of, own_shop
from shared_apps.tenants.models import Tenant

PLACE = "billing"
# The form answers with Stripe's own address, where one says how one pays.
FORMS_MAY_LEAD_TO_STRIPE: dict[str, Any] = {
    **settings.SECURE_CSP,
    "form-action": [CSP.SELF, "https://billing.stripe.com"],
}


@dataclass(frozen=True)
class Desk:
    """An owner, his shop, its account, and the day it is there."""

    tenant: Tenant
    account: Account
    by: Actor
    today: date

    def url(self, name: str, *args: object) -> str:
        """The address of one of these pages of this shop."""
        return reverse(f"control_billing:{name}", args=[self.tenant.subdomain, *args])

    def frame(self, tab: str) -> dict[str, Any]:
        """What `control/billing/frame.html` shows around a page that belongs to this tab."""
        tabs = [
            ("overview", _("Overview")),
            ("usage", _("Usage")),
            ("invoices", _("Invoices")),
            ("details", _("Billing details")),
        ]
        return {
            **frame_of(self.tenant, PLACE),
            "account": self.account,
            "today": self.today,
            "tabs": [
                {"label": label, "url": self.url(name), "is_here": name == tab}
                for name, label in tabs
            ],
            **_standing(self.account, self.today),
        }


def user_of(request: HttpRequest) -> str:
    """Who is counted where one may do something only so often: the user, wherever he sits."""
    return f"user-{request.user.pk}"


def desk_of(request: HttpRequest, subdomain: str) -> Desk:
    """The desk of a shop, for its owners only. Raises Http404, and TooManyRequests."""
    tenant = own_shop(request, subdomain)
    if request.method == "POST":
        _count_act(request)
    account = accounts.account_of(tenant)
    by = services.owner(request.user)  # type: ignore[arg-type]
    return Desk(tenant, account, by, accounts.today(account))


@rate("60/hour", by=lambda request: str(request.user.pk))
def _count_act(request: HttpRequest) -> None:
    """Each may ask a register, write a letter to whoever was named, or make all shops look anew."""


def _standing(account: Account, today: date) -> dict[str, Any]:
    """What is open, and what happens when, of an account that is not paid up."""
    if account.state == Account.State.GOOD or account.unpaid_since is None:
        return {}
    since = accounts.today(account, account.unpaid_since)
    open_ones = Invoice.objects.filter(account=account, state=Invoice.State.OPEN, total__gt=0)
    unpaid = open_ones.order_by("due_on", "pk").first()
    tried_at = unpaid.next_attempt_at if unpaid else None
    next_try = accounts.today(account, tried_at) if tried_at else None
    return {
        "unpaid": unpaid,
        "unpaid_since": since,
        "next_try": next_try if next_try and next_try > today else None,
        "suspended_on": since + GRACE,
        "off_on": since + GIVEN_UP_AFTER,
    }
