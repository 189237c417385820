"""Why billing says no."""

from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal


class NotForSale(Refusal):
    """The catalogue does not know it, it is not built yet, or has no price in this currency."""

    code = "not_for_sale"
    sentence = _("This cannot be had yet.")
    status = 404


class HasItAlready(Refusal):
    """Nothing would change."""

    code = "has_it_already"
    sentence = _("That is how it is already.")
    status = 409


class TrialUsed(Refusal):
    """Every add-on can be tried once."""

    code = "trial_used"
    sentence = _("You have tried this before: a trial is to be had once.")
    status = 409


class NeedsMethod(Refusal):
    """What costs something needs somebody who pays."""

    code = "payment_method_missing"
    sentence = _("Tell us first how you want to pay.")
    status = 409


class PayFirst(Refusal):
    """While the account is suspended, nothing new is switched on."""

    code = "account_suspended"
    sentence = _("Please pay what is open first; then you can switch on whatever you like.")
    status = 409


class YearIsPaid(Refusal):
    """A year is had to its end."""

    code = "year_is_paid"
    sentence = _("You have this for a year. It can be changed when the year is over.")
    status = 409


class NothingToChange(Refusal):
    """There is nothing switched on that could be stopped, paused or kept."""

    code = "nothing_to_change"
    sentence = _("There is nothing to change here.")
    status = 409


class OthersNeedIt(Refusal):
    """Add-ons that stand on one another."""

    code = "feature_requires_other"
    sentence = _("This goes together with: {others}.")
    status = 409


class NothingOpen(Refusal):
    """The invoice asks for nothing any more."""

    code = "nothing_open"
    sentence = _("This invoice is settled.")
    status = 409
