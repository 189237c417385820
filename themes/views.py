"""The files of a brand: style sheet, logo, icons, manifest; and the choice of language."""

from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from kernel import tenancy
from kernel.gate import shop_page
from kernel.kept import kept_for_strangers
from kernel.origin import own_pages_only
from kernel.pages import page
from kernel.tongues import LANGUAGES
from themes.current import Look, forget, look
from themes.middleware import to_page
from themes.models import LegalText
from themes.preview import COOKIE
from themes.services import legal
from themes.services.logos import ICON_SIZES, sized
from themes.tokens import stylesheet

A_YEAR = "public, max-age=31536000, immutable"
A_YEAR_LONG = 31_536_000  # seconds
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
    css = stylesheet(
        current.theme,
        current.accent,
        current.second,
        current.display_font,
        text_font=current.text_font,
    )
    return HttpResponse(
        css, content_type="text/css; charset=utf-8", headers={"Cache-Control": keep}
    )


@require_safe
@shop_page
def brand_logo(request: HttpRequest) -> HttpResponseBase:
    """The logo as the PNG that was made of it."""
    current, keep = _asked_for(request)
    return _png(current.logo, keep)


@require_safe
@shop_page
def brand_logo_dark(request: HttpRequest) -> HttpResponseBase:
    """The logo for dark grounds."""
    current, keep = _asked_for(request)
    return _png(current.logo_dark, keep)


@require_safe
@shop_page
def brand_icon(request: HttpRequest, size: int) -> HttpResponseBase:
    """The icon: 32 for a tab, 180 for a phone's home screen, 512 for everything else (pixels)."""
    current, keep = _asked_for(request)
    if size not in ICON_SIZES or not current.icon:
        raise Http404
    return _png(sized(current.icon, size), keep)


@require_safe
@shop_page
def brand_initial(request: HttpRequest) -> HttpResponse:
    """The icon of a shop without a logo: its initial on its own colour."""
    current, keep = _asked_for(request)
    svg = render_to_string("themes/initial.svg", {"look": current, "initial": current.name[:1]})
    return HttpResponse(svg, content_type="image/svg+xml", headers={"Cache-Control": keep})


@require_safe
@shop_page
def brand_manifest(request: HttpRequest) -> HttpResponse:
    """What a phone is told that puts the shop on its home screen (W3C Web App Manifest)."""
    current, keep = _asked_for(request)
    icons = [
        {"src": current.url("brand_icon", size), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in ICON_SIZES
        if current.icon
    ]
    manifest = {
        "name": current.name,
        "short_name": current.name[:12],
        "start_url": "/",
        "display": "browser",
        "theme_color": current.accent,
        "background_color": current.colours["paper"],
        "icons": icons or [{"src": current.icon_url, "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(
        manifest, content_type="application/manifest+json", headers={"Cache-Control": keep}
    )


def _png(path: str, keep: str) -> FileResponse:
    if not path or not default_storage.exists(path):
        raise Http404
    return FileResponse(
        default_storage.open(path), content_type="image/png", headers={"Cache-Control": keep}
    )


@require_safe
@shop_page
@kept_for_strangers(seconds=1.0, by=())
def legal_page(request: HttpRequest, kind: str) -> HttpResponse:
    """One of the shop's legal texts, in the version that is in force."""
    if kind not in LegalText.Kind.values or tenancy.current().is_public:
        raise Http404
    return page(request, "shop/legal.html", {"text": legal.read(kind)})


@csrf_exempt
@own_pages_only
@require_POST
@shop_page
def leave_preview(request: HttpRequest) -> HttpResponse:
    """Back to the shop as everybody sees it."""
    response = redirect("/")
    response.delete_cookie(COOKIE)
    return response


# The form stands on pages that are kept for all strangers, so it carries nobody's token.
@csrf_exempt
@own_pages_only
@require_POST
@shop_page
def choose_language(request: HttpRequest) -> HttpResponseBase:
    """Remember a language, for good where one is signed in, and go back to the same page in it."""
    asked, here = request.POST.get("language", ""), {request.get_host()}
    back = request.POST.get("next") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(back, here, require_https=request.is_secure()):
        back = "/"
    if asked not in LANGUAGES:
        return redirect(back)
    if request.session.session_key and request.user.is_authenticated:
        request.user.language = asked
        request.user.save(update_fields=["language"])
    there = urlsplit(back)
    response = redirect(urlunsplit(there._replace(path=to_page(there.path, asked))))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        asked,
        max_age=A_YEAR_LONG,
        secure=request.is_secure(),
        samesite="Lax",
    )
    return response
