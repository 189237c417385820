"""Which share of the money that add-ons bring is ours."""

from collections.abc import Mapping

from billing.catalogue import catalogue
from billing.models import Account, Switch
from billing.reckoning import PLAN
from billing.services import standing
from billing.spans import Span
from shared_apps.tenants.models import Tenant

# What is given free of charge costs no share either; what is paused brings nothing.
WITH_SHARE = (Switch.State.ACTIVE, Switch.State.TRIAL)


def shares_of(tenant: Tenant) -> Mapping[str, int]:
    """Basis points by the code of each add-on that the tenant pays for or tries today.

    At the prices of the version that it was switched on with, as invoices reckon. In `public`; two
    queries, and no account is made by asking.
    """
    account = Account.objects.filter(tenant=tenant).first()
    held = standing.held(account) if account else {}
    return {
        code: _share(code, span)
        for code, span in held.items()
        if code != PLAN and span.state in WITH_SHARE
    }


def _share(code: str, span: Span) -> int:
    """Nothing for what the list does not know (any more): no shop may be shut by that."""
    try:
        return catalogue(span.version).addon(code).share_basis_points
    except KeyError:
        return 0
