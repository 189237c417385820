"""Publishing, giving up, showing around, putting back."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kernel import tenancy
from kernel.facts.history import people
from kernel.gate import backstage_page
from kernel.pages import page, paginated
from themes.backstage import desk
from themes.contrast import pairs
from themes.current import look_from
from themes.errors import DraftHasMoved, NothingToPublish
from themes.models import Brand
from themes.preview import LINK_SECONDS, WORD, Right, right_now
from themes.said import differing, told
from themes.services import drafting, publishing


@backstage_page(may="brand.edit")
@require_http_methods(["GET", "POST"])
def publish_page(request: HttpRequest) -> HttpResponse:
    """What would change for visitors; and the button that changes it."""
    state = desk.state()
    if not state.changes:
        messages.info(request, _("There is nothing new to publish."))
        return redirect("backstage:brand")
    if request.method == "POST":
        try:
            publishing.publish(seen=request.POST.get("seen", ""), note=request.POST.get("note", ""))
        except (DraftHasMoved, NothingToPublish) as refusal:
            messages.warning(request, str(refusal))
            return redirect("backstage:brand_publish")
        messages.success(request, _("Published. The shop wears it from now on."))
        return redirect("backstage:brand")
    draft = look_from(drafting.said_now(), shop=tenancy.current())
    context = {
        "state": state,
        "seen": desk.seen(),
        "mended": [one for one in pairs(draft.theme, draft.accent, draft.second) if not one.passes],
    }
    return page(request, "backstage/themes/publish.html", context)


@backstage_page(may="brand.edit")
@require_http_methods(["GET", "POST"])
def discard_page(request: HttpRequest) -> HttpResponse:
    """Give up what was changed since the last edition."""
    state = desk.state()
    if request.method == "POST":
        drafting.discard()
        messages.success(request, _("The draft is gone. The shop looks as it did."))
        return redirect("backstage:brand")
    context = {
        "title": _("Give up the draft?"),
        "text": _("What was changed since the last edition is lost. What is published stays."),
        "touches": state.changes,
        "action": _("Give up the draft"),
        "back_url": reverse("backstage:brand"),
    }
    return page(request, "ui/confirm.html", context)


@backstage_page(may="brand.edit")
@require_safe
def link_page(request: HttpRequest) -> HttpResponse:
    """A link that shows the whole shop in the draft's look to whoever has it."""
    state = desk.state()
    token = right_now(is_frame=False).token()
    context = {
        "state": state,
        "link": f"{request.scheme}://{request.get_host()}/?{WORD}={token}",
        "zone": tenancy.current().timezone,
        "until": timezone.now() + timedelta(seconds=LINK_SECONDS),
        "back_url": reverse("backstage:brand"),
    }
    return page(request, "backstage/themes/link.html", context)


@backstage_page(may="brand.edit")
@require_safe
def history_page(request: HttpRequest) -> HttpResponse:
    """All editions: who, when, what changed."""
    listing = paginated(request, Brand.objects.order_by("-number"), per_page=20)
    editions = list(listing.object_list)
    numbers = [one.number for one in editions]
    before = Brand.objects.filter(number__lt=min(numbers, default=0)).first()
    older = [*editions[1:], before] if editions else []
    names = people([one.by for one in editions])
    rows = [
        {
            "edition": one,
            "by": names[one.by],
            "changes": told(differing(one.said, earlier.said if earlier else {})),
            "look_url": f"/?{WORD}={Right(number=one.number).token()}",
        }
        for one, earlier in zip(editions, older, strict=True)
    ]
    context = {**desk.around(request, "history"), "page": listing, "rows": rows,
               "in_force": Brand.newest()}  # fmt: skip
    return page(request, "backstage/themes/history.html", context)


@backstage_page(may="brand.edit")
@require_http_methods(["GET", "POST"])
def roll_back_page(request: HttpRequest, number: int) -> HttpResponse:
    """Put an older edition back into force."""
    edition = get_object_or_404(Brand, number=number)
    newest = Brand.newest()
    if newest is None or edition.said == newest.said:
        raise Http404
    if request.method == "POST":
        publishing.roll_back(number=number)
        messages.success(request, _("Edition %(number)s is in force again.") % {"number": number})
        return redirect("backstage:brand_history")
    context = {
        "title": _("Put edition %(number)s back?") % {"number": number},
        "text": _(
            "Visitors see it at once, as a new edition. The present one stays in the history, "
            "and a draft stays as it is."
        ),
        "touches": told(differing(edition.said, newest.said)),
        "action": _("Put edition %(number)s back") % {"number": number},
        "danger": False,
        "back_url": reverse("backstage:brand_history"),
    }
    return page(request, "ui/confirm.html", context)
