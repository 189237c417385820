"""A mail as it would look, for the frame beside the form."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.csp import CSP
from django.views.decorators.http import require_safe

from kernel.gate import backstage_page
from themes.current import look
from themes.letters.drawing import LOGO, draw, in_scheme
from themes.letters.kinds import kinds, known


@backstage_page(may="brand.edit")
@require_safe
def mail_page(request: HttpRequest) -> HttpResponse:
    """The first mail that a buyer gets, as it leaves us: its styles stand in its elements."""
    kind = known("order_confirmed") or next(iter(kinds()), None)
    if kind is None:
        raise Http404
    example = kind.example()
    drawn = draw(kind.template, subject=example.subject, context=example.context)
    html = in_scheme(drawn.html, request.GET.get("scheme", "light"))
    response = HttpResponse(html.replace(f"cid:{LOGO}", look().logo_url))
    response._csp_config = {  # type: ignore[attr-defined]
        **settings.SECURE_CSP,
        "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
        "script-src": [CSP.NONE],
    }
    return response
