"""The sections of the brand: each a form whose fields are kept in the draft as they are touched."""

from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kernel import tenancy
from kernel.codes import secret
from kernel.facts.history import people
from kernel.gate import backstage_page
from kernel.pages import page
from themes.backstage import desk
from themes.colours_from import colours_of
from themes.contrast import pairs
from themes.current import Look, look_from, shown
from themes.forms import SECTIONS, Section, initial_of
from themes.preview import right_now
from themes.said import FIELDS, Said
from themes.services import drafting

A_DAY = 24 * 3600


@backstage_page(may="brand.edit")
@require_http_methods(["GET", "POST"])
def section_page(request: HttpRequest, section: str = "look") -> HttpResponse:
    """One section. What is sent goes into the draft; nobody sees it before it is published."""
    if section not in SECTIONS:
        raise Http404
    form = _form(request, section)
    change = drafting.Change(None)
    if request.method == "POST":
        if form.is_valid():
            change = _keep(request, form)
            if not change.conflicts and not _is_part(request):
                return _kept(request, section)
        elif request.POST.get("use"):
            change = _use(request)
            return _kept(request, section)
    draft_look = look_from(drafting.said_now(), shop=tenancy.current())
    context = {
        **desk.around(request, section),
        "form": form,
        "is_part": _is_part(request),
        "draft_look": draft_look,
        "draft_frame": right_now(is_frame=True).look(),
        "has_own_icon": bool(drafting.said_now().get("icon")),
        "section_template": f"backstage/themes/section_{section}.html",
        "seen": request.POST.get("seen") or desk.seen(),
        "hand": request.POST.get("hand") or secret(6),
        "conflicts": _told(change),
        "was_kept": request.method == "POST" and not form.errors and not change.conflicts,
        **(_colours(draft_look) if section == "look" else {}),
    }
    status = 409 if change.conflicts and not _is_part(request) else 200
    return page(request, "backstage/themes/section.html", context, status=status)


def _form(request: HttpRequest, section: str) -> Section:
    said, shop = drafting.said_now(), tenancy.current()
    touched = request.POST.getlist("touched")
    return SECTIONS[section](
        request.POST or None,
        request.FILES or None,
        initial=initial_of(shown(said, shop), shop.language),
        own=shop.language,
        offered=look_from(said, shop=shop).languages,
        only={name.partition("-")[0] for name in touched} if _is_part(request) else None,
    )


def _is_part(request: HttpRequest) -> bool:
    """Is it the page's own script that sends what was touched?"""
    return request.headers.get("HX-Request") == "true"


def _keep(request: HttpRequest, form: Section) -> drafting.Change:
    change = drafting.change(
        words=form.words(),
        seen=request.POST.get("seen", "unknown") or "unknown",
        hand=request.POST.get("hand", "")[:20],
        keep=request.POST.get("keep", ""),
    )
    if request.POST.get("use"):
        _use(request)
    return change


def _use(request: HttpRequest) -> drafting.Change:
    """Take a colour that the page proposed: `use` is `accent:#8c1d2f`."""
    field, _colon, colour = request.POST["use"].partition(":")
    if field not in ("accent", "second"):
        raise Http404
    try:
        return drafting.change(words={field: colour}, hand=request.POST.get("hand", "")[:20])
    except ValidationError as fault:
        raise Http404 from fault


def _kept(request: HttpRequest, section: str) -> HttpResponse:
    if not _is_part(request):
        messages.success(request, _("Kept in the draft. Publish it when you are content."))
    query = request.META.get("QUERY_STRING", "")
    return redirect(desk.address(section) + (f"?{query}" if query else ""))


def _told(change: drafting.Change) -> list[dict[str, Any]]:
    """Conflicts as a reader understands them."""
    names = people([one.by for one in change.conflicts])
    return [
        {
            "field": one.field,
            "label": FIELDS[one.field].label,
            "by": names[one.by],
            "theirs": "\n".join(one.theirs) if isinstance(one.theirs, list) else one.theirs or "",
        }
        for one in change.conflicts
    ]


def _colours(draft: Look) -> dict[str, Any]:
    measured = pairs(draft.theme, draft.accent, draft.second)
    return {
        "contrasts": [
            {"scheme": scheme, "pairs": [one for one in measured if one.scheme == scheme]}
            for scheme in ("light", "dark")
        ],
        "logo_colours": _logo_colours(drafting.said_now()),
    }


def _logo_colours(said: Said) -> list[str]:
    path = said.get("logo", "")
    if not path:
        return []
    kept = cache.get(f"themes:colours:{path}")
    if kept is None:
        try:
            with default_storage.open(path) as file:
                kept = colours_of(file)
        except (OSError, ValidationError):
            kept = []
        cache.set(f"themes:colours:{path}", kept, timeout=A_DAY)
    return list(kept)
