"""Legal texts, for the organizer: to complete, to publish, to look up."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kernel import tenancy
from kernel.facts.history import people
from kernel.gate import backstage_page
from kernel.pages import page
from themes.backstage import desk
from themes.current import look
from themes.errors import NothingToPublish
from themes.models import LegalText
from themes.richtext.fields import RichTextField
from themes.said import LANGUAGES
from themes.services import legal
from themes.tongues import tongue

Kind = LegalText.Kind
WHAT_FOR = {
    Kind.IMPRINT: gettext_lazy("Who you are and how you can be reached."),
    Kind.TERMS: gettext_lazy("What a buyer accepts at the checkout. Orders note the version."),
    Kind.PRIVACY: gettext_lazy("Which data you keep, what for, and for how long."),
    Kind.REFUNDS: gettext_lazy("When money goes back, and when it does not."),
    Kind.ACCESSIBILITY: gettext_lazy("How well your house and your shop can be used by everybody."),
}


class LegalForm(forms.Form):
    """One text in every language that the shop is offered in."""

    def __init__(self, *args: Any, languages: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in languages:
            self.fields[f"body_{code}"] = RichTextField(
                label=tongue(code).own_name, required=False, max_length=40_000
            )

    @property
    def bodies(self) -> dict[str, str]:
        """The texts by language."""
        return {name.removeprefix("body_"): text for name, text in self.cleaned_data.items()}


@backstage_page(may="brand.edit")
@require_safe
def list_page(request: HttpRequest) -> HttpResponse:
    """All texts, and what is still to be done."""
    numbers = LegalText.in_force()
    drafts = set(LegalText.objects.filter(number=None).values_list("kind", flat=True))
    rows = [
        {
            "kind": kind,
            "what_for": WHAT_FOR[kind],
            "number": numbers.get(kind, 0),
            "has_draft": kind in drafts,
        }
        for kind in Kind
    ]
    return page(request, "backstage/themes/legal.html", {**desk.around(request, "legal"),
                                                         "rows": rows})  # fmt: skip


@backstage_page(may="brand.edit")
@require_http_methods(["GET", "POST"])
def text_page(request: HttpRequest, kind: str) -> HttpResponse:
    """One text in all languages."""
    told = _kind(kind)
    bodies, revision = legal.bodies_now(kind)
    languages = tuple(dict.fromkeys([*look().languages, *(c for c in LANGUAGES if bodies.get(c))]))
    form = LegalForm(
        request.POST or None,
        languages=languages,
        initial={f"body_{code}": text for code, text in bodies.items()},
    )
    conflicts: dict[str, str] = {}
    if request.method == "POST" and form.is_valid():
        kept = legal.keep(
            kind=kind,
            bodies=form.bodies,
            seen=_number(request.POST.get("seen", "")),
            anyway="anyway" in request.POST,
        )
        conflicts = kept.conflicts
        if not conflicts:
            if "publish" in request.POST:
                return redirect("backstage:legal_publish", kind)
            messages.success(request, _("Kept as a draft."))
            return redirect("backstage:legal_text", kind)
    versions = list(LegalText.objects.filter(kind=kind, number__isnull=False)[:20])
    names = people([one.by for one in versions])
    context = {
        **desk.around(request, "legal"),
        "kind": told,
        "what_for": WHAT_FOR[told],
        "form": form,
        "seen": request.POST.get("seen", revision),
        "tabs": [{"tongue": tongue(code), "field": form[f"body_{code}"], "is_open": n == 0,
                  "theirs": conflicts.get(code)} for n, code in enumerate(languages)],
        "conflicts": conflicts,
        "versions": [{"version": one, "by": names[one.by]} for one in versions],
        "has_draft": revision > 0,
    }  # fmt: skip
    status = 409 if conflicts else 200
    return page(request, "backstage/themes/legal_text.html", context, status=status)


@backstage_page(may="brand.edit")
@require_http_methods(["GET", "POST"])
def publish_page(request: HttpRequest, kind: str) -> HttpResponse:
    """Put a text into force."""
    told = _kind(kind)
    if request.method == "POST":
        try:
            version = legal.publish(kind=kind)
        except NothingToPublish as refusal:
            messages.info(request, str(refusal))
        else:
            said = _("Published: %(text)s, version %(number)s.")
            messages.success(request, said % {"text": told.label, "number": version.number})
        return redirect("backstage:legal")
    bodies, _revision = legal.bodies_now(kind)
    written = [tongue(code).name for code in LANGUAGES if bodies.get(code)]
    open_places = sum(text.count("[") for text in bodies.values())
    touches = [_("Written in: %(languages)s.") % {"languages": ", ".join(written)}]
    if open_places:
        said = _("%(number)s places in square brackets are still to be completed.")
        touches.append(said % {"number": open_places})
    context = {
        "title": _("Publish “%(text)s”?") % {"text": told.label},
        "text": _("Buyers read it at once. Orders keep the version that was accepted."),
        "touches": touches,
        "action": _("Publish this text"),
        "danger": False,
        "back_url": reverse("backstage:legal_text", args=[kind]),
    }
    return page(request, "ui/confirm.html", context)


@backstage_page(may="brand.edit")
@require_safe
def version_page(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """A version as it was published, in every language."""
    version = LegalText.objects.filter(kind=_kind(kind), number=number).first()
    if version is None:
        raise Http404
    context = {
        "version": version,
        "kind": Kind(kind),
        "by": people([version.by])[version.by],
        "bodies": [(tongue(code), version.bodies[code]) for code in LANGUAGES
                   if version.bodies.get(code)],
        "zone": tenancy.current().timezone,
        "back_url": reverse("backstage:legal_text", args=[kind]),
    }  # fmt: skip
    return page(request, "backstage/themes/legal_version.html", context)


def _kind(code: str) -> Kind:
    if code not in Kind.values:
        raise Http404
    return Kind(code)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1
