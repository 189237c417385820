"""Who gets no mail any more, and letting somebody have mail again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kernel.gate import backstage_page
from kernel.pages import page, paginated
from kernel.tenancy import current
from themes.letters.forms import LiftForm, StopForm
from themes.letters.models import Stop
from themes.letters.pages.desk import tabs
from themes.letters.services import stops
from themes.letters.words import CODES


@backstage_page(may="mails.view")
@require_http_methods(["GET", "POST"])
def stops_page(request: HttpRequest) -> HttpResponse:
    """Addresses that are held back, newest first; enter one more by hand."""
    may_send = "mails.send" in request.permissions  # type: ignore[attr-defined]
    form = StopForm(request.POST or None) if may_send else None
    if form is not None and form.is_valid():
        said = form.cleaned_data
        stops.stop(address=said["address"], reason=Stop.Reason.MANUAL, note=said["note"])
        told = _("%(address)s gets no mail any more.")
        messages.success(request, told % {"address": said["address"]})
        return redirect("backstage:mail_stops")
    q = request.GET.get("q", "").strip().lower()[:200]
    reason = request.GET.get("reason", "")
    found = Stop.objects.standing().filter(address__startswith=q)
    if reason in Stop.Reason.values:
        found = found.filter(reason=reason)
    shown = paginated(request, found)
    for one in shown:
        one.told = CODES.get(one.note, one.note)
    context = {
        "page": shown,
        "form": form,
        "q": q,
        "reason": reason,
        "reasons": Stop.Reason.choices,
        "zone": current().timezone,
        "tabs": tabs(request, "stops"),
    }
    return page(request, "backstage/letters/stops.html", context)


@backstage_page(may="mails.send")
@require_http_methods(["GET", "POST"])
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an address have mail again, with a reason, after a look at what that means."""
    stop = get_object_or_404(Stop.objects.standing(), pk=pk)
    form = LiftForm(request.POST or None)
    if form.is_valid():
        stops.lift(stop=stop, because=form.cleaned_data["because"])
        told = _("%(address)s gets mail again.")
        messages.success(request, told % {"address": stop.address})
        return redirect("backstage:mail_stops")
    touches = {
        Stop.Reason.BOUNCED: _(
            "If the mailbox still does not work, the next mail is returned too. "
            "Many returned mails make mailboxes distrust all of yours."
        ),
        Stop.Reason.COMPLAINED: _(
            "The reader said that your mail is spam. Write again only if the reader asked you to."
        ),
        Stop.Reason.UNSUBSCRIBED: _(
            "The reader asked for no more of these. Write again only if the reader asked you to."
        ),
        Stop.Reason.MANUAL: _("Somebody of your team entered this address."),
    }
    context = {
        "title": _("Let %(address)s have mail again?") % {"address": stop.address},
        "touches": [touches[Stop.Reason(stop.reason)]],
        "form": form,
        "danger": False,
        "action": _("Send mail again"),
        "back_url": reverse("backstage:mail_stops"),
    }
    return page(request, "ui/confirm.html", context)
