"""Why a ticket cannot be changed."""

from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal


class TicketIsVoid(Refusal):
    """A void ticket stays void."""

    code = "ticket_is_void"
    sentence = _("This ticket is no longer valid.")
    status = 409


class TicketIsUsed(Refusal):
    """Somebody already came in with it."""

    code = "ticket_is_used"
    sentence = _("Somebody has already come in with this ticket.")
    status = 409


class PdfUnavailable(Refusal):
    """PDFs cannot be drawn on this machine."""

    code = "pdf_unavailable"
    sentence = _("A PDF cannot be made at the moment. Your tickets are valid on the screen too.")
    status = 503
