"""Refusals of the mail desk."""

from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal


class NotAgain(Refusal):
    """It cannot be made anew."""

    code = "mail_not_again"
    sentence = _("This mail cannot be sent once more: what was in it is not kept.")


class AgainTooSoon(Refusal):
    """The same mail went out a moment ago, or too often today."""

    code = "mail_again_too_soon"
    sentence = _("This mail was sent a moment ago. Give it a few minutes before you send it again.")
    status = 429


class DomainRefused(Refusal):
    """Not a domain that a shop may send from."""

    code = "sender_domain_refused"
    sentence = _("Mails cannot come from {domain}. Give a domain that is your own.")
