"""What ends by itself: trials, of which we warn, and the add-ons of those who never pay."""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django_tenants.utils import schema_context

from billing.facts import TrialEnding
from billing.models import Account, Switch
from billing.reckoning import PLAN
from billing.services import granting, standing
from billing.services.accounts import today
from kernel.actor import SYSTEM
from kernel.facts.bus import announce
from kernel.facts.models import Record
from kernel.tenancy import PUBLIC

SAID_BEFORE = timedelta(days=3)
GIVEN_UP_AFTER = timedelta(days=74)


def end_the_lost(*, now: datetime) -> int:
    """Stop the add-ons of accounts that have owed for 74 days. Returns of how many accounts.

    What they have stored is kept as that of any add-on that was switched off.
    """
    with schema_context(PUBLIC):
        lost = Account.objects.filter(
            state=Account.State.SUSPENDED, unpaid_since__lte=now - GIVEN_UP_AFTER
        )
        accounts = list(lost.select_related("tenant"))
        return sum(give_up(account=account, now=now) for account in accounts)


def give_up(*, account: Account, now: datetime) -> bool:
    """Stop the add-ons of one account; not if it has paid in the last moment."""
    with transaction.atomic():
        locked = Account.objects.select_for_update().get(pk=account.pk)
        if locked.state != Account.State.SUSPENDED:
            return False
        for code in standing.held(account, day=today(account, now)):
            if code != PLAN:
                granting.grant(account=account, code=code, state="off", by=SYSTEM,
                                reason="unpaid", now=now)  # fmt: skip
    return True


def announce_endings(*, now: datetime) -> int:
    """Say of trials that they end in three days, and cost from then on. Once each."""
    with schema_context(PUBLIC):
        near = (now.astimezone(UTC) + SAID_BEFORE + timedelta(days=1)).date()
        turning = Switch.objects.filter(
            state=Switch.State.ACTIVE, day__range=(near - timedelta(days=2), near)
        )
        said = 0
        for switch in turning.select_related("account__tenant"):
            said += _announce_ending(switch, now)
    return said


def _announce_ending(switch: Switch, now: datetime) -> int:
    account = switch.account
    day = today(account, now)
    now_is = standing.at(standing.of_code(account, switch.code), day)
    then_is = standing.at(standing.of_code(account, switch.code), switch.day)
    is_trial = now_is is not None and now_is.state == Switch.State.TRIAL
    is_coming = then_is is not None and then_is.state == Switch.State.ACTIVE
    if not (is_trial and is_coming and day < switch.day <= day + SAID_BEFORE):
        return 0
    known = Record.objects.filter(name=TrialEnding.name(), body__contains={"switch_id": switch.pk})
    if known.exists():
        return 0
    with transaction.atomic():
        announce(TrialEnding(account_id=account.pk, switch_id=switch.pk))
    return 1
