"""What tickets answer when others ask."""

from django.urls import reverse
from django.utils.translation import gettext as _

from themes.hooks import PreviewPage, preview_pages


@preview_pages.answer
def printed_ticket() -> list[PreviewPage]:
    """A ticket as it is printed."""
    page = PreviewPage("ticket", _("Ticket"), reverse("backstage:ticket_sample"), is_paper=True)
    return [page]
