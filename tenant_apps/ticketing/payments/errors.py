"""Why money cannot be taken or given back."""

from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal


class NotRefundable(Refusal):
    """There is nothing left to give back."""

    code = "not_refundable"
    sentence = _("There is nothing left to refund here.")
    status = 409


class PaymentClosed(Refusal):
    """A payment that was decided cannot be tried again."""

    code = "payment_closed"
    sentence = _("This payment has already been decided.")
    status = 409


class GatewayUnreachable(Refusal):
    """The gateway did not answer; the same call may be repeated, and nothing is lost."""

    code = "gateway_unreachable"
    sentence = _("We cannot reach our payment partner just now. Please try again in a moment.")
    status = 503


class GatewayRefused(Refusal):
    """The gateway will not do this: the account is not ready, or the amount is not allowed."""

    code = "gateway_refused"
    sentence = _("This payment cannot be made here. Nothing has been charged.")
    status = 502
