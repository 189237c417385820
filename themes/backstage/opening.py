"""The third step to a shop: how it looks. A logo, and the colours in it."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kernel.gate import backstage_page
from kernel.pages import page
from themes.current import look
from themes.forms import PICTURES
from themes.models import theme_choices
from themes.opening import miniatures_css, proposals
from themes.services import clean_logo, save_brand


class LogoForm(forms.Form):
    """A logo, from which the colours are taken."""

    logo = forms.FileField(
        label=gettext_lazy("Your logo"),
        help_text=gettext_lazy("PNG, JPEG or WebP, up to 2 MB. We take the colours from it."),
        widget=forms.FileInput(attrs={"accept": PICTURES}),
    )

    def clean_logo(self) -> object:
        """A picture that we can read."""
        logo = self.cleaned_data["logo"]
        clean_logo(logo)
        logo.seek(0)
        return logo


class DressForm(forms.Form):
    """Two colours that go together, and a theme."""

    colours = forms.RegexField(regex=r"^[0-9a-f]{6}-[0-9a-f]{6}\Z")
    theme = forms.ChoiceField(choices=theme_choices)


@backstage_page(may="brand.edit")
@require_http_methods(["GET", "POST"])
def look_page(request: HttpRequest) -> HttpResponse:
    """Upload a logo, choose colours and a theme; each is seen in the shop at once."""
    logo_form = LogoForm(request.POST if "upload" in request.POST else None, request.FILES or None)
    if "upload" in request.POST and logo_form.is_valid():
        save_brand(logo=logo_form.cleaned_data["logo"])
        return redirect("backstage:opening_look")
    dress = DressForm(request.POST if "dress" in request.POST else None)
    if dress.is_valid():
        accent, _dash, second = dress.cleaned_data["colours"].partition("-")
        save_brand(theme=dress.cleaned_data["theme"], accent=f"#{accent}", second=f"#{second}")
        return redirect("backstage:opening_event")
    now = look()
    offered = proposals(now)
    worn = f"{now.accent[1:]}-{now.second[1:]}"
    codes = [one.code for one in offered]
    context = {
        "look": now,
        "form": logo_form,
        "proposals": offered,
        "chosen": worn if worn in codes else codes[0],
        "themes": theme_choices(),
        "version": now.edition,
        **frame(3),
    }
    bad = logo_form.errors or dress.errors
    return page(request, "backstage/opening/look.html", context, status=422 if bad else 200)


@backstage_page(may="brand.edit")
@require_GET
def colours_css(request: HttpRequest) -> HttpResponse:
    """The colours of the miniatures: a sheet of its own, since pages carry no styles."""
    css = miniatures_css(proposals(look()))
    return HttpResponse(css, content_type="text/css; charset=utf-8")


def frame(now: int) -> dict[str, object]:
    """Where one stands on the way to a shop."""
    return {
        "now": now,
        "steps": [_("Your house"), _("You"), _("Look"), _("First event"), _("Open")],
    }
