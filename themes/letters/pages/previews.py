"""Every kind of mail that this shop sends, as its reader will see it."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET, require_POST

from kernel.gate import backstage_page
from kernel.pages import page
from kernel.rate import rate
from kernel.tenancy import current
from themes.letters import kinds
from themes.letters.drawing import Drawn, draw
from themes.letters.kinds import Kind
from themes.letters.pages.desk import tabs
from themes.letters.pages.frame import LETTER_CSP, framed
from themes.letters.services import sending

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True)
class Shown:
    """How a letter is looked at."""

    language: str
    scheme: str
    width: str

    @classmethod
    def asked(cls, request: HttpRequest) -> "Shown":
        """What the address says; what it does not say is as most readers have it."""
        own = (get_language() or current().language)[:2]
        language, width = request.GET.get("language", ""), request.GET.get("width", "")
        return cls(
            language if language in LANGUAGES else own if own in LANGUAGES else LANGUAGES[0],
            "dark" if request.GET.get("scheme") == "dark" else "light",
            width if width in ("phone", "text") else "desk",
        )


@backstage_page(may="mails.view")
@require_GET
def kinds_page(request: HttpRequest) -> HttpResponse:
    """What mails there are, and when each is sent."""
    return page(
        request,
        "backstage/letters/kinds.html",
        {"kinds": kinds.kinds(), "tabs": tabs(request, "kinds")},
    )


@backstage_page(may="mails.view")
@require_GET
def kind_page(request: HttpRequest, code: str) -> HttpResponse:
    """One kind, with an example: in four languages, light and dark, wide and narrow, as text."""
    kind, shown = _kind(code), Shown.asked(request)
    subject, drawn = _example(kind, shown.language)
    context = {
        "kind": kind,
        "shown": shown,
        "subject": subject,
        "text": drawn.text,
        "languages": settings.LANGUAGES,
    }
    return page(request, "backstage/letters/kind.html", context)


@backstage_page(may="mails.view")
@csp_override(LETTER_CSP)
@xframe_options_sameorigin
@require_GET
def kind_body(request: HttpRequest, code: str) -> HttpResponse:
    """The example as its reader sees it, for the frame on its page."""
    shown = Shown.asked(request)
    return framed(_example(_kind(code), shown.language)[1].html, shown.scheme)


@backstage_page(may="mails.send")
@rate("20/hour", by=lambda request: str(request.user.pk))
@require_POST
def kind_test(request: HttpRequest, code: str) -> HttpResponse:
    """Send the example to whoever looks at it."""
    kind = _kind(code)
    language = request.POST.get("language", "")
    to = request.user.email  # type: ignore[union-attr]
    sending.send_test(
        kind=kind, language=language if language in LANGUAGES else LANGUAGES[0], to=to
    )
    messages.success(request, _("A test is on its way to %(email)s.") % {"email": to})
    return redirect("backstage:mail_kind", code=code)


def _kind(code: str) -> Kind:
    kind = next((one for one in kinds.kinds() if one.code == code), None)
    if kind is None:
        raise Http404
    return kind


def _example(kind: Kind, language: str) -> tuple[str, Drawn]:
    with override(language):
        example = kind.example()
        stop = f"{current().url}/unsubscribe/example" if kind.can_be_stopped else ""
        drawn = draw(
            kind.template,
            subject=example.subject,
            context=example.context,
            unsubscribe_url=stop,
        )
    return example.subject, drawn
