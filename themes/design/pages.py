"""The page of components: an index with switches, and the plates that it frames."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from kernel.gate import control_page
from themes.current import house_look, previewing
from themes.design.examples import example
from themes.design.groups import GROUPS, SCHEMES, SURFACES, WIDTHS, Group, Surface
from themes.design.tones import icons, swatch_css, tones
from themes.houses import house
from themes.tokens import stylesheet

# A plate stands in a frame of our own page, and nowhere else.
_IN_OUR_FRAME: dict[str, Any] = {**settings.SECURE_CSP, "frame-ancestors": [CSP.SELF]}


def _group(code: str) -> Group:
    if code not in GROUPS:
        raise Http404
    return GROUPS[code]


def _surface(request: HttpRequest) -> Surface:
    return SURFACES.get(request.GET.get("house", ""), SURFACES["classic"])


@control_page
@require_safe
def design_page(request: HttpRequest, code: str = "type") -> HttpResponse:
    """Show the index, the switches (house, light or dark, width) and one group in a frame."""
    context = {
        "group": _group(code),
        "groups": GROUPS.values(),
        "surface": _surface(request),
        "surfaces": SURFACES.values(),
        "scheme": request.GET.get("scheme", ""),
        "schemes": SCHEMES,
        "width": request.GET.get("width") if request.GET.get("width") in WIDTHS else "wide",
        "widths": WIDTHS,
    }
    return render(request, "design/index.html", context)


@control_page
@require_safe
@xframe_options_sameorigin
@csp_override(_IN_OUR_FRAME)
def plate_page(request: HttpRequest, code: str) -> HttpResponse:
    """Draw one group's components as the chosen house draws them."""
    group, surface = _group(code), _surface(request)
    scheme = request.GET.get("scheme", "")
    context: dict[str, Any] = {
        "group": group,
        "surface": surface,
        "scheme": scheme if scheme in SCHEMES else "",
        **example(code),
    }
    if code == "colours":
        style = house(surface.theme)
        context["shades"] = [
            ("light", tones(style, dark=False)),
            ("dark", tones(style, dark=True)),
        ]
    if code == "icons":
        context["icons"] = icons()
    with previewing(house_look(surface.theme, surface.code)):
        return render(request, "design/plate.html", context)


@control_page
@require_safe
def plate_css(request: HttpRequest, theme: str) -> HttpResponse:
    """The custom properties of a theme in its own colours, with the swatches' classes."""
    style = house(theme)
    css = stylesheet(style.code, style.accent, style.second, style.display_font)
    return HttpResponse(f"{css}{swatch_css()}", content_type="text/css; charset=utf-8")
