"""Why places cannot be had."""

from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal


class SoldOut(Refusal):
    """There are fewer places left than were asked for."""

    code = "sold_out"
    sentence = _("There are not that many places left. Nothing was taken; please choose again.")
    status = 409


class CapacityTooSmall(Refusal):
    """A pool cannot shrink below what is held and sold."""

    code = "capacity_too_small"
    sentence = _("More places than that are already sold or kept for buyers.")
    status = 409


class NoSuchSession(Refusal):
    """There is no such session, or it has no places at all."""

    code = "no_such_session"
    sentence = _("This date is not there any more.")
    status = 404
