"""What the platform takes for a ticket: asked of the price list, kept in rows of `Plan`."""

import logging
from collections.abc import Mapping

from shared_apps.tenants import hooks
from shared_apps.tenants.models import Plan

log = logging.getLogger(__name__)


def terms(*, code: str = "", version: str = "") -> hooks.TicketTerms:
    """What a plan of a version of the price list takes; without names, a new shop's of today.

    Raises KeyError if the list knows no such plan or version.
    """
    found = next(iter(hooks.ticket_terms.ask(code=code, version=version)), None)
    return found or hooks.TicketTerms(code=code, version=version, name="", fees={})


def by_currency() -> Mapping[str, int]:
    """Return what new shops pay for each paid ticket today, minor units by currency.

    A currency without a fee is one in which nothing is sold: nobody converts fees.
    """
    return terms().fees


def of(plan: Plan) -> Mapping[str, int]:
    """Return what a shop with this plan pays for each paid ticket, minor units by currency.

    In its own currency what its row says; else what its version of the list said. A currency that
    came later has today's fee; so have all others if that version is lost, rather than that the
    shop be shut.
    """
    return {**by_currency(), **_then(plan), plan.currency: plan.ticket_fee_fixed}


def _then(plan: Plan) -> Mapping[str, int]:
    if not plan.offer:
        return {}
    try:
        return terms(code=plan.offer, version=plan.version).fees
    except KeyError:
        log.error("the price list has lost plan %s of version %s", plan.offer, plan.version)
        return {}
