"""The door by which a letter is shown in a frame on a page of ours."""

from django.http import HttpResponse
from django.utils.csp import CSP

from themes.current import look
from themes.letters.drawing import LOGO, in_scheme

# A letter has its styles in place and its logo at our own address. It may look as it likes, run
# nothing, and be framed by our own pages only. No other page of ours allows styles in place.
LETTER_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF],
    "base-uri": [CSP.SELF],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


def framed(html: str, scheme: str) -> HttpResponse:
    """A letter for a frame, as it looks on a light or dark screen; links open beside the page."""
    shown = in_scheme(html, scheme).replace(f"cid:{LOGO}", look().logo_url)
    return HttpResponse(shown.replace("<head>", '<head><base target="_blank">', 1))
