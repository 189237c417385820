"""VIES, the register of the European Commission, by its REST interface.

Contract: https://ec.europa.eu/assets/taxud/vow-information/swagger_publicVAT.yaml. What it cannot
tell comes as `errorWrappers`, with status 200 as often as not; it is never taken for a "no".
"""

import logging
from typing import Any

import httpx
from django.conf import settings

from billing.models import Account
from billing.vat.numbers import Number
from billing.vat.parties import SellerIncomplete, seller
from billing.vat.registers import Answer

log = logging.getLogger(__name__)
# Seconds. Somebody may be waiting; what is not answered in time is asked again by the clock.
TIMEOUT = httpx.Timeout(5.0, connect=2.0)
NOTHING = "---"  # what member states answer that publish no names


class ViesRegister:
    """Asks VIES in our own name, so that each answer has a consultation number."""

    code = "vies"

    def ask(self, number: Number) -> Answer:
        """Ask once. Timeouts, busy member states and answers that nobody understands: pending."""
        try:
            response = httpx.post(
                f"{settings.VIES_URL}/check-vat-number", json=_question(number), timeout=TIMEOUT
            )
            said = response.json()
        except (httpx.HTTPError, ValueError) as error:
            log.warning("VIES does not answer for %s: %s", number.prefix, type(error).__name__)
            return Answer(state=Account.Vat.PENDING)
        return _read(said, number)


def _question(number: Number) -> dict[str, str]:
    asked = {"countryCode": number.prefix, "vatNumber": number.digits}
    try:
        ours = seller()["vat_id"]
    except SellerIncomplete:  # then there is no consultation number, but an answer
        return asked
    return {**asked, "requesterMemberStateCode": ours[:2], "requesterNumber": ours[2:]}


def _read(said: Any, number: Number) -> Answer:
    if not isinstance(said, dict):
        said = {}
    if codes := [one.get("error", "") for one in said.get("errorWrappers") or []]:
        return _without_verdict(codes, number)
    valid = said.get("valid")
    if not isinstance(valid, bool):
        return _without_verdict(["no verdict"], number)
    name = str(said.get("name") or "")
    return Answer(
        state=Account.Vat.VALID if valid else Account.Vat.INVALID,
        name="" if name == NOTHING else name[:300],
        consultation=str(said.get("requestIdentifier") or "")[:80],
    )


def _without_verdict(codes: list[str], number: Number) -> Answer:
    if "INVALID_INPUT" in codes:
        return Answer(state=Account.Vat.INVALID)
    if "INVALID_REQUESTER_INFO" in codes:
        log.error("VIES does not know our own VAT number: see PLATFORM_VAT_ID")
    else:
        log.warning("VIES cannot tell about numbers of %s: %s", number.prefix, ", ".join(codes))
    return Answer(state=Account.Vat.PENDING)
