"""What can have happened to money."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kernel.facts.bus import Fact


@dataclass(frozen=True, kw_only=True)
class PaymentMoved(Fact):
    """A payment went from one state to another."""

    payment_id: int
    state: str
    sentence = _("Payment: {state}")


@dataclass(frozen=True, kw_only=True)
class RefundRequested(Fact):
    """Money is to be given back; the gateway is asked after the commit."""

    refund_id: int
    sentence = _("Refund asked for at the bank")


@dataclass(frozen=True, kw_only=True)
class RefundSettled(Fact):
    """The gateway gave the money back, or refused to."""

    refund_id: int
    state: str
    webhook = "refund.settled"
    sentence = _("Refund: {state}")
