"""A gateway without a bank, for trying a shop: the card number decides what happens.

No card number is stored. Money never moves; every page that uses it wears a TEST ribbon.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kernel.money import Money
from kernel.tenancy import current
from tenant_apps.ticketing.payments.errors import PaymentClosed
from tenant_apps.ticketing.payments.gateways import Reading
from tenant_apps.ticketing.payments.models import Payment, Refund

SUCCEEDS = "4242424242424242"
DECLINED = "4000000000000002"
NO_FUNDS = "4000000000009995"
CHALLENGED = "4000000000003220"
PENDING = "4000000000000077"
PENDING_FOR = timedelta(seconds=20)


class SandboxGateway:
    """Plays a bank."""

    code = "sandbox"
    splits = True  # it plays a charge, with all that belongs to one

    def least(self, *, currency: str) -> Money | None:
        """Any amount."""
        return None

    def start(
        self, *, payment: Payment, description: str, email: str, application_fee: int = 0
    ) -> Reading:
        """Nothing to open: the payment's own key is the reference."""
        return Reading(state=payment.state, gateway_ref=_ref(payment))

    def read(self, *, payment: Payment) -> Reading:
        """A pending payment succeeds when its time has come; every other stays as it is."""
        state = payment.state
        if state == Payment.State.PENDING and _is_due(payment):
            state = Payment.State.SUCCEEDED
        return Reading(state=state, gateway_ref=_ref(payment), failure=payment.failure)

    def cancel(self, *, payment: Payment) -> Reading:
        """Give up an open payment."""
        reading = self.read(payment=payment)
        if reading.state in Payment.OPEN_STATES:
            return Reading(state=Payment.State.CANCELLED, gateway_ref=_ref(payment))
        return reading

    def refund(self, *, refund: Refund) -> Reading:
        """Always works."""
        return Reading(state=Refund.State.SUCCEEDED, gateway_ref=f"sbr_{refund.key.hex}")


def present_card(*, payment: Payment, number: str) -> Reading:
    """What this card number does to an open payment.

    4242… succeeds, …0002 and …9995 are declined, …3220 asks for a challenge, …0077 stays pending
    and then succeeds; any other is no card. Raises `PaymentClosed` when already decided, or where
    test cards pay nothing (any more).
    """
    if not payment.is_open or not _is_for_trying(payment):
        raise PaymentClosed
    digits = "".join(number.split())
    answers = {
        SUCCEEDS: (Payment.State.SUCCEEDED, ""),
        DECLINED: (Payment.State.FAILED, _("The card was declined.")),
        NO_FUNDS: (Payment.State.FAILED, _("There is not enough money on the card.")),
        CHALLENGED: (Payment.State.CHALLENGE, ""),
        PENDING: (Payment.State.PENDING, ""),
    }
    state, failure = answers.get(digits, (Payment.State.FAILED, _("This is not a test card.")))
    if state == Payment.State.PENDING:
        with transaction.atomic():
            due = timezone.now() + PENDING_FOR
            Payment.objects.filter(pk=payment.pk).update(settles_at=due)
            payment.settles_at = due
    return Reading(state=state, gateway_ref=_ref(payment), failure=failure)


def answer_challenge(*, payment: Payment, passed: bool) -> Reading:
    """The buyer came back from the bank's check. Raises `PaymentClosed` when none was asked."""
    if payment.state != Payment.State.CHALLENGE or not _is_for_trying(payment):
        raise PaymentClosed
    if passed:
        return Reading(state=Payment.State.SUCCEEDED, gateway_ref=_ref(payment))
    failure = _("The bank's check was not passed.")
    return Reading(state=Payment.State.FAILED, gateway_ref=_ref(payment), failure=failure)


def _is_for_trying(payment: Payment) -> bool:
    """Whether test cards pay here: the shop may have begun to take money since it was started."""
    here = current().gateway == SandboxGateway.code and settings.SANDBOX_PAYMENTS
    return here and payment.gateway == SandboxGateway.code


def _ref(payment: Payment) -> str:
    return f"sb_{payment.key.hex}"


def _is_due(payment: Payment) -> bool:
    return payment.settles_at is not None and payment.settles_at <= timezone.now()
