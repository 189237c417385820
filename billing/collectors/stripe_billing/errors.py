"""Why an invoice is not charged at Stripe, though nobody is to blame who owes it."""

from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal


class TotalsDiffer(Refusal):
    """Stripe would charge another sum than ours; it is void, and somebody must look."""

    code = "totals_differ"
    sentence = _("Our payment partner counts another sum than we do. Nothing has been charged.")
    status = 502


class TooSmall(Refusal):
    """Less than cards can move. Stripe would put it on top of the next invoice: it stays open."""

    code = "too_small_to_charge"
    sentence = _("This sum is too small to be charged to a card.")
    status = 409
