"""What an account may do: its switches and its standing, written into the tenant's features."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop
from django_tenants.utils import schema_context

from billing.catalogue import catalogue
from billing.models import Account, Switch
from billing.reckoning import PLAN
from billing.services import standing
from billing.services.accounts import FIRST_PLAN, today
from billing.spans import Span
from kernel.actor import SYSTEM, Actor
from kernel.addons import installed
from kernel.errors import Refusal
from kernel.tenancy import OPEN_STATES, PUBLIC
from shared_apps.tenants.models import Feature
from shared_apps.tenants.services import features, plans

log = logging.getLogger(__name__)
# Why something stands still, as the shop's own history has it.
UNPAID_TOO_LONG = gettext_noop("an invoice was unpaid for too long")
SUSPENDED = Account.State.SUSPENDED


def apply(account: Account, *, now: datetime | None = None) -> None:
    """Bring features and plan in line with what the account has today. Repeatable.

    While the account is past due its add-ons work on; suspended, they start nothing new, and its
    shop pays the first plan's fee for tickets. What has no switch is left as it is. Locks the
    account, so that nobody who has read less writes last.
    """
    with transaction.atomic(), schema_context(PUBLIC):
        locked = Account.objects.select_for_update(of=("self",))
        account = locked.select_related("tenant__plan").get(pk=account.pk)
        day = today(account, now)
        had = standing.had(account)
        wanted = {code: _wanted(account, standing.at(spans, day)) for code, spans in had.items()}
        _features(account, wanted)
        _plan(account, standing.at(had.get(PLAN, []), day))


def apply_due(*, now: datetime, days: int = 3) -> int:
    """Bring accounts in line for which something began in so many days. Returns how many."""
    with schema_context(PUBLIC):
        near = (now.astimezone(UTC) + timedelta(days=1)).date()
        span = (near - timedelta(days=days), near)
        touched = Switch.objects.filter(day__range=span).values("account")
        accounts = list(Account.objects.filter(pk__in=touched).select_related("tenant"))
        for account in accounts:
            try:
                apply(account, now=now)
            except Exception:
                log.exception("rights of account %s failed", account.pk)
    return len(accounts)


def _wanted(account: Account, span: Span | None) -> str:
    """The state of a feature, for what the account has of it and how it stands."""
    if span is None or span.state == Switch.State.OFF:
        return Feature.State.OFF
    if span.state == Switch.State.PAUSED:
        return Feature.State.SUSPENDED
    if span.state == Switch.State.FREE:
        return Feature.State.ON
    if account.state == Account.State.SUSPENDED:
        return Feature.State.SUSPENDED
    if span.state == Switch.State.TRIAL:
        return Feature.State.TRIAL
    past_due = account.state == Account.State.PAST_DUE
    return Feature.State.PAST_DUE if past_due else Feature.State.ON


def _features(account: Account, wanted: dict[str, str]) -> None:
    """Open in the order of the installation, shut in the other: none stands without its base."""
    now_is = dict(Feature.objects.filter(tenant=account.tenant).values_list("code", "state"))
    codes = [one.feature for one in installed() if one.feature in wanted]
    changed = [code for code in codes if now_is.get(code, Feature.State.OFF) != wanted[code]]
    for code in [one for one in reversed(changed) if wanted[one] not in OPEN_STATES]:
        _turn(account, code, wanted[code])
    for code in [one for one in changed if wanted[one] in OPEN_STATES]:
        _turn(account, code, wanted[code])


def _turn(account: Account, code: str, state: str) -> None:
    said: dict[str, Any] = {
        "tenant": account.tenant,
        "code": code,
        "by": _who(account, code),
        "reason": _why(account, code),
        "state": state,
        "source": "billing",
    }
    try:
        if state in OPEN_STATES:
            features.turn_on(**said)
        else:
            features.turn_off(**said)
    except Refusal as refusal:
        log.warning("feature %s of account %s stays: %s", code, account.pk, refusal.code)


def _plan(account: Account, span: Span | None) -> None:
    is_had = span and span.state == Switch.State.ACTIVE
    offer = span.offer if span and is_had and account.state != SUSPENDED else FIRST_PLAN
    version = span.version if span and span.offer == offer else catalogue().version
    tenant = account.tenant
    if not tenant.plan.offer:  # made to measure, and not by us
        return
    plans.change(tenant=tenant, code=offer, version=version, by=_who(account, PLAN),
                 reason=_why(account, PLAN))  # fmt: skip


def _who(account: Account, code: str) -> Actor:
    """Whoever made the last switch; ourselves, when it is the account's standing that counts."""
    if account.state != Account.State.GOOD:
        return SYSTEM
    last = next(iter(standing.history(account, code)), None)
    return Actor.parse(last.by) if last else SYSTEM


def _why(account: Account, code: str) -> str:
    if account.state == Account.State.GOOD:
        last = next(iter(standing.history(account, code)), None)
        return (last.reason if last else "") or gettext_noop("as ordered")
    if account.state == Account.State.PAST_DUE:
        return gettext_noop("an invoice is unpaid")
    return UNPAID_TOO_LONG
