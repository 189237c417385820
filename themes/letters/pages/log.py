"""Every mail that was sent: to whom, when, and what became of it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET, require_http_methods

from kernel.gate import backstage_page
from kernel.pages import page, paginated
from kernel.rate import rate
from kernel.tenancy import current
from themes.letters import kinds
from themes.letters.models import Mail, Stop
from themes.letters.pages.desk import tabs
from themes.letters.pages.frame import LETTER_CSP, framed
from themes.letters.services import sending
from themes.letters.words import why


@backstage_page(may="mails.view")
@require_GET
def log_page(request: HttpRequest) -> HttpResponse:
    """Mails, newest first, found by address or order; by state and by kind."""
    q = request.GET.get("q", "").strip()[:200]
    state, code = request.GET.get("state", ""), request.GET.get("kind", "")
    found = Mail.objects.search(q)
    if state in Mail.State.values:
        found = found.filter(state=state)
    if kinds.known(code):
        found = found.filter(kind=code)
    shown = paginated(request, found.defer("text", "html"))
    for mail in shown:
        mail.title = title_of(mail)
    context = {
        "page": shown,
        "q": q,
        "state": state,
        "kind": code,
        "states": Mail.State.choices,
        "kinds": kinds.kinds(),
        "zone": current().timezone,
        "tabs": tabs(request, "log"),
    }
    return page(request, "backstage/letters/log.html", context)


@backstage_page(may="mails.view")
@require_GET
def mail_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail: the envelope, what became of it, and what was in it while that is kept."""
    mail = get_object_or_404(Mail.objects.select_related("again_of"), pk=pk)
    context = {
        "mail": mail,
        "title": title_of(mail),
        "traces": [(one, why(one)) for one in mail.traces.all()],
        "enclosures": mail.enclosures.defer("content"),
        "repetitions": mail.repetitions.defer("text", "html"),
        "stops": Stop.objects.standing().filter(address=mail.to),
        "is_readable": _is_readable(mail),
        "can_go_again": mail.state != Mail.State.QUEUED and sending.can_go_again(mail),
        "scheme": "dark" if request.GET.get("scheme") == "dark" else "light",
        "zone": current().timezone,
    }
    return page(request, "backstage/letters/mail.html", context)


@backstage_page(may="mails.view")
@csp_override(LETTER_CSP)
@xframe_options_sameorigin
@require_GET
def mail_body(request: HttpRequest, pk: int) -> HttpResponse:
    """What was sent, for the frame on its page."""
    mail = get_object_or_404(Mail, pk=pk)
    if not _is_readable(mail):
        raise Http404
    return framed(mail.html, "dark" if request.GET.get("scheme") == "dark" else "light")


@backstage_page(may="mails.send")
@rate("60/hour", by=lambda request: str(request.user.pk))
@require_http_methods(["GET", "POST"])
def mail_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a mail once more, after a look at what that means."""
    mail = get_object_or_404(Mail, pk=pk)
    if request.method == "POST":
        sending.ask_again(mail=mail)
        messages.success(
            request, _("“%(subject)s” goes out once more.") % {"subject": mail.subject}
        )
        return redirect("backstage:mail", pk=mail.again_of_id or mail.pk)
    context = {
        "title": _("Send “%(subject)s” once more?") % {"subject": mail.subject},
        "touches": _touches(mail),
        "action": _("Send it once more"),
        "danger": False,
        "back_url": reverse("backstage:mail", args=[mail.pk]),
    }
    return page(request, "ui/confirm.html", context)


def title_of(mail: Mail) -> str:
    """What kind of mail it is, in words; its code where the add-on is no longer here."""
    kind = kinds.known(mail.kind)
    return str(kind.title) if kind else mail.kind


def _is_readable(mail: Mail) -> bool:
    kind = kinds.known(mail.kind)
    return mail.has_bodies and kind is not None and not kind.is_secret


def _touches(mail: Mail) -> list[str]:
    kind = kinds.known(mail.kind)
    if kind is not None and kind.again is not None:
        lines = [
            _("It is written anew, as things stand now."),
            _("It goes to the address that the order or the person has now."),
        ]
    else:
        lines = [_("It goes to %(address)s as it was.") % {"address": mail.to}]
    if Stop.objects.standing().filter(address=mail.to, purpose="").exists():
        lines.append(_("Mails to %(address)s are held back at present.") % {"address": mail.to})
    return lines
