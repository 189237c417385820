"""Turning features on and off: one row opens or shuts all doors."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_tenants.utils import schema_context

from kernel.actor import Actor, act_as
from kernel.addons import installed
from kernel.errors import Refusal
from kernel.facts.bus import announce
from kernel.tenancy import OPEN_STATES, PUBLIC, in_tenant
from shared_apps.tenants.directory import directory
from shared_apps.tenants.facts import FeatureTurnedOff, FeatureTurnedOn
from shared_apps.tenants.models import Feature, Tenant


class UnknownFeature(Refusal):
    """No installed add-on has this code."""

    code = "feature_unknown"
    sentence = _("There is no such feature.")
    status = 404


class FeatureNeedsOther(Refusal):
    """It builds on features that are off, or others that are on build on it."""

    code = "feature_requires_other"
    sentence = _("This goes together with: {others}.")
    status = 409


class ReasonMissing(Refusal):
    """Every change is on record with its reason."""

    code = "reason_missing"
    sentence = _("Say why: the organizer will read it in the shop's history.")
    status = 422


def turn_on(
    *,
    tenant: Tenant,
    code: str,
    by: Actor,
    reason: str,
    state: str = "on",
    limits: dict[str, Any] | None = None,
    source: str = "staff",
) -> Feature:
    """Open a feature to a tenant, at once and everywhere. `state` is on, trial or past_due.

    `limits=None` keeps the limits as they are. The record stands in the tenant's own history.
    Raises UnknownFeature, FeatureNeedsOther, ReasonMissing.
    """
    if state not in OPEN_STATES:
        raise ValueError(f"not an open state: {state}")
    missing = set(_addon(code).requires) - _open_codes(tenant)
    if missing:
        raise FeatureNeedsOther(others=", ".join(sorted(missing)))
    change = {} if limits is None else {"limits": limits}
    fact = FeatureTurnedOn(code=code, state=state, reason=reason_of(reason), source=source)
    return _write(tenant, code, by, fact, {"state": state, "source": source, **change})


def turn_off(
    *, tenant: Tenant, code: str, by: Actor, reason: str, state: str = "off", source: str = "staff"
) -> Feature:
    """Shut a feature: `off`, or `suspended`, which starts nothing new and strands nobody.

    What it has stored stays. Raises UnknownFeature, FeatureNeedsOther, ReasonMissing.
    """
    if state in OPEN_STATES:
        raise ValueError(f"not a shut state: {state}")
    _addon(code)
    dependent = {one.feature for one in installed() if code in one.requires} & _open_codes(tenant)
    if dependent:
        raise FeatureNeedsOther(others=", ".join(sorted(dependent)))
    fact = FeatureTurnedOff(code=code, state=state, reason=reason_of(reason), source=source)
    return _write(tenant, code, by, fact, {"state": state, "source": source})


def _write(
    tenant: Tenant,
    code: str,
    by: Actor,
    fact: FeatureTurnedOn | FeatureTurnedOff,
    change: dict[str, Any],
) -> Feature:
    with transaction.atomic(), schema_context(PUBLIC):
        feature, _created = Feature.objects.update_or_create(
            tenant=tenant, code=code, defaults=change
        )
        directory.changed()
        # Entered anew, so that whoever listens because of this feature is told of it already.
        with in_tenant(tenant.schema_name), act_as(by):
            announce(fact)
    return feature


def _addon(code: str) -> Any:
    found = next((addon for addon in installed() if addon.feature == code), None)
    if found is None:
        raise UnknownFeature()
    return found


def _open_codes(tenant: Tenant) -> set[str]:
    with schema_context(PUBLIC):
        return set(
            Feature.objects.filter(tenant=tenant, state__in=OPEN_STATES).values_list(
                "code", flat=True
            )
        )


def reason_of(reason: str) -> str:
    """A reason as records keep it. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing()
    return reason.strip()[:500]
