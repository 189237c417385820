"""The demo's mailbox: what would have been sent, to read. There is none where mail is real."""

import io
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from kernel.gate import platform_page
from kernel.pages import page, paginated
from shared_apps.control import mailbox

# A letter is somebody's markup: it may look as it likes, run nothing and reach nothing of ours.
LETTER_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": ["*", "data:"],
    "frame-ancestors": [CSP.SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


@platform_page
@require_safe
def letters_page(request: HttpRequest) -> HttpResponse:
    """All letters, the newest first."""
    listing = paginated(request, mailbox.slips(_folder()))
    return page(request, "control/dev_mail.html", {"page": listing})


@platform_page
@require_safe
def letter_page(request: HttpRequest, file: str, number: int) -> HttpResponse:
    """One letter, with its files."""
    letter = _opened(file, number)
    return page(request, "control/dev_mail_letter.html", {"letter": letter, "slip": letter.slip})


@platform_page
@csp_override(LETTER_CSP)
@xframe_options_sameorigin
@require_safe
def letter_html(request: HttpRequest, file: str, number: int) -> HttpResponse:
    """The letter as its writer drew it, for the frame on its page."""
    html = _opened(file, number).html
    if not html:
        raise Http404
    return HttpResponse(html.replace("<head>", '<head><base target="_blank">', 1))


@platform_page
@require_safe
def letter_file(request: HttpRequest, file: str, number: int, index: int) -> FileResponse:
    """A file that came with a letter, to save."""
    enclosed = _opened(file, number).enclosed
    if index >= len(enclosed):
        raise Http404
    one = enclosed[index]
    return FileResponse(
        io.BytesIO(one.content), as_attachment=True, filename=one.name, content_type=one.mimetype
    )


def _opened(file: str, number: int) -> mailbox.Letter:
    letter = mailbox.opened(_folder(), file, number)
    if letter is None:
        raise Http404
    return letter


def _folder() -> Path:
    mailers: dict[str, dict[str, Any]] = settings.MAILERS
    options = mailers["default"].get("OPTIONS", {})
    if not settings.DEMO or "file_path" not in options:
        raise Http404
    return Path(options["file_path"])
