"""From whom mails come: where answers go, and a domain of the shop's own."""

from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kernel.gate import backstage_page
from kernel.pages import page
from kernel.rate import rate
from kernel.tenancy import current
from themes.letters import records
from themes.letters.errors import DomainRefused
from themes.letters.forms import DomainForm, ReplyForm
from themes.letters.models import Sender
from themes.letters.pages.desk import tabs
from themes.letters.records import Finding, Wanted
from themes.letters.services import senders


@dataclass(frozen=True)
class Row:
    """A record that is wanted, and what was found of it (None: nobody has looked yet)."""

    wanted: Wanted
    found: Finding | None

    @property
    def fault(self) -> str | Promise:
        """What is wrong with it, in a sentence."""
        return records.FAULTS.get(self.found.fault, "") if self.found else ""


@backstage_page(may="settings.edit")
@require_GET
def sender_page(request: HttpRequest) -> HttpResponse:
    """Who mails come from now, and what is still to be done for a domain of one's own."""
    row = senders.row_of_shop()
    return page(request, "backstage/letters/sender.html", _context(request, row))


@backstage_page(may="settings.edit")
@require_POST
def reply_to(request: HttpRequest) -> HttpResponse:
    """Choose where answers go."""
    form = ReplyForm(request.POST)
    if not form.is_valid():
        context = _context(request, senders.row_of_shop()) | {"reply_form": form}
        return page(request, "backstage/letters/sender.html", context, status=422)
    senders.answer_to(address=form.cleaned_data["reply_to"])
    messages.success(request, _("Kept. The next mail has it."))
    return redirect("backstage:mail_sender")


@backstage_page(may="settings.edit")
@require_POST
def domain(request: HttpRequest) -> HttpResponse:
    """Choose the domain to send from, or another mailbox on it."""
    form = DomainForm(request.POST)
    if form.is_valid():
        try:
            senders.choose_domain(**form.cleaned_data)
        except DomainRefused as refusal:
            form.add_error("domain", str(refusal))
        else:
            return redirect("backstage:mail_sender")
    context = _context(request, senders.row_of_shop()) | {"domain_form": form}
    return page(request, "backstage/letters/sender.html", context, status=422)


@backstage_page(may="settings.edit")
@rate("12/minute", by=lambda request: str(request.user.pk))
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Look at DNS now."""
    row = senders.check()
    if row.state == Sender.State.VERIFIED:
        messages.success(
            request, _("All is there. Mails come from %(address)s.") % {"address": row.address}
        )
    else:
        messages.info(request, _("Not all is there yet. What we found stands beside each record."))
    return redirect("backstage:mail_sender")


@backstage_page(may="settings.edit")
@require_http_methods(["GET", "POST"])
def give_up(request: HttpRequest) -> HttpResponse:
    """Send from the platform's address again, after a look at what that means."""
    row = senders.row_of_shop()
    if request.method == "POST":
        senders.give_up_domain()
        messages.success(request, _("Mails come from our address, in your name."))
        return redirect("backstage:mail_sender")
    context = {
        "title": _("No longer send from %(domain)s?") % {"domain": row.domain},
        "touches": [
            _("From the next mail on, mails come from our address, in your name."),
            _("The key is thrown away. To use the domain again, you enter new records."),
            _("You can remove the records at your provider."),
        ],
        "action": _("Give up this domain"),
        "back_url": reverse("backstage:mail_sender"),
    }
    return page(request, "ui/confirm.html", context)


def _context(request: HttpRequest, row: Sender) -> dict[str, object]:
    seen = {one["kind"]: Finding(**one) for one in row.found}
    wanted = records.wanted(row) if row.domain else []
    return {
        "sender": row,
        "rows": [Row(one, seen.get(one.kind)) for one in wanted],
        "platform": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        "reply_form": ReplyForm(initial={"reply_to": row.reply_to}),
        "domain_form": DomainForm(
            initial={"mailbox": row.mailbox or "tickets", "domain": row.domain}
        ),
        "zone": current().timezone,
        "tabs": tabs(request, "sender"),
    }
