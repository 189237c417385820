"""The brand, for the organizer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kernel.gate import backstage_page
from kernel.pages import page
from themes.current import Look, look
from themes.forms import BrandForm
from themes.services import save_brand
from themes.tokens import Mending


@backstage_page(may="brand.edit")
@require_http_methods(["GET", "POST"])
def brand_page(request: HttpRequest) -> HttpResponse:
    """How the shop looks; what is saved is seen by the next visitor."""
    now = look()
    form = BrandForm(request.POST or None, request.FILES or None, initial=_as_it_is(now))
    if form.is_valid():
        _brand, mendings = save_brand(**form.cleaned_data)
        messages.success(request, _("The shop wears it from now on."))
        for role in ("accent", "second"):
            for one in [m for m in mendings if m.role == f"{role}-light"][:1]:
                messages.warning(request, _mended(one))
        return redirect("backstage:brand")
    context = {
        "form": form,
        "look": now,
        "title": _("Brand"),
        "sentence": _("How your shop, your mails and your tickets look."),
        "action": _("Dress the shop"),
        "back_url": reverse("backstage:settings"),
        "back": _("Settings"),
    }
    return page(request, "backstage/themes/brand.html", context)


def _as_it_is(now: Look) -> dict[str, str]:
    names = ("theme", "accent", "second", "display_font", "scheme", "tagline", "footer")
    return {name: getattr(now, name) for name in names}


def _mended(one: Mending) -> str:
    said = _(
        "%(asked)s is hard to read as text (contrast %(before)s, 4.5 is needed). "
        "Where it is text we use %(used)s; everywhere else it stays yours."
    )
    return said % {"asked": one.asked, "before": one.ratio_asked, "used": one.used}
