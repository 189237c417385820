"""Why a key cannot be made."""

from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal


class TooMuchPower(Refusal):
    """A key cannot do more than who makes it."""

    code = "too_much_power"
    sentence = _("A key can only be given permissions that you have yourself.")
    status = 403


class UselessKey(Refusal):
    """A key without permissions, or that has expired already."""

    code = "useless_key"
    sentence = _("Choose at least one permission, and an end that is still ahead.")
    status = 422
