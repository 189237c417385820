"""Whose prices hold for whom."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from billing.catalogue.offers import Catalogue
from billing.catalogue.reading import catalogue
from billing.models import Account, Switch


def terms(*, account: Account, now: datetime | None = None) -> Catalogue:
    """The price list that an account's plan holds at `now` (UTC); today's where it has none yet.

    What it switches on anew is at today's prices all the same: each switch names its version.
    """
    today = (now or timezone.now()).astimezone(ZoneInfo(account.zone)).date()
    # The last that was written of those that have begun: each supersedes what came before it.
    plan = Switch.objects.filter(account=account, code="plan", day__lte=today).order_by("id").last()
    return catalogue(plan.version if plan else None)
