"""The two files a brand serves, its style sheet and its logo; and the choice of language."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from kernel import tenancy
from kernel.gate import shop_page
from kernel.origin import own_pages_only
from themes.current import Look, forget, look
from themes.tokens import stylesheet

A_YEAR = "public, max-age=31536000, immutable"
A_MOMENT = "public, max-age=60"


def _asked_for(request: HttpRequest) -> tuple[Look, str]:
    """The look, read anew when the page that links here knows a newer one; and how long to keep."""
    wanted = request.GET.get("v", "")
    current = look()
    if wanted and wanted != current.edition:
        forget(tenancy.current().schema_name)
        current = look()
    return current, A_YEAR if wanted == current.edition else A_MOMENT


@require_safe
@shop_page
def brand_css(request: HttpRequest) -> HttpResponse:
    """Custom properties and faces of the current look; kept for a year under its own version."""
    current, keep = _asked_for(request)
    css = stylesheet(current.theme, current.accent, current.second, current.display_font)
    return HttpResponse(
        css, content_type="text/css; charset=utf-8", headers={"Cache-Control": keep}
    )


@require_safe
@shop_page
def brand_logo(request: HttpRequest) -> HttpResponseBase:
    """The logo as the PNG that `save_brand` made of it."""
    current, keep = _asked_for(request)
    if not current.logo or not default_storage.exists(current.logo):
        raise Http404
    return FileResponse(
        default_storage.open(current.logo),
        content_type="image/png",
        headers={"Cache-Control": keep},
    )


# The form stands on pages that are kept for all strangers, so it carries nobody's token.
@csrf_exempt
@own_pages_only
@require_POST
@shop_page
def choose_language(request: HttpRequest) -> HttpResponseBase:
    """Remember a language in a cookie and go back to the page that one came from."""
    return set_language(request)
