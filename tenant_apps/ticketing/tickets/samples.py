"""A ticket as it would be printed, in a frame beside the brand's form."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.csp import CSP
from django.views.decorators.http import require_safe

from kernel.gate import backstage_page
from tenant_apps.ticketing.tickets import examples, pdf
from tenant_apps.ticketing.tickets.models import Ticket
from themes.current import look

CODE = "MARQUEE-SAMPLE-NOT-A-TICKET"
STATIC = re.compile(r"static:([\w./-]+)")
MEDIA = re.compile(r"media:[\w./-]+")


@backstage_page(may="brand.edit")
@require_safe
def sample_page(request: HttpRequest) -> HttpResponse:
    """The document that the press gets, for a window: the same template, files by their address."""
    order, session = examples.order(), examples.session()
    tickets = [
        Ticket(pk=n, order=order, line=line, session=session, ticket_type=line.ticket_type,
               code=CODE, holder_name=order.name)
        for n, line in enumerate(examples.lines(order, session), start=1)
    ]  # fmt: skip
    html = STATIC.sub(lambda found: static(found[1]), pdf.document(tickets))
    response = HttpResponse(MEDIA.sub(look().logo_url, html))
    response._csp_config = {  # type: ignore[attr-defined]
        **settings.SECURE_CSP,
        "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
        "script-src": [CSP.NONE],
    }
    return response
