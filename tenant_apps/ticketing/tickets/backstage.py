"""The door, and what can be done to one ticket."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kernel.gate import backstage_page
from kernel.pages import page
from tenant_apps.ticketing.events.models import Event
from tenant_apps.ticketing.tickets.forms import ScanForm
from tenant_apps.ticketing.tickets.models import Ticket
from tenant_apps.ticketing.tickets.services import issuing
from tenant_apps.ticketing.tickets.services.admission import Verdict, admit, code_of

GATE = "gate"
EVENT = "gate_event"


@backstage_page(may="tickets.scan")
@never_cache
@require_http_methods(["GET", "POST"])
def door(request: HttpRequest) -> HttpResponse:
    """Let people in: the answer fills the page, the next code is typed or scanned at once."""
    events = _events_of_the_day()
    kept = {"gate": request.session.get(GATE, ""), "event": request.session.get(EVENT)}
    verdict = None
    form = ScanForm(request.POST or None, events=events, initial=kept)
    if form.is_valid():
        gate, event = form.cleaned_data["gate"], form.cleaned_data["event"]
        _keep(request, gate, event)
        event_id = event.pk if event else None
        code = code_of(typed=form.cleaned_data["code"])
        verdict = admit(code=code, gate=gate, event_id=event_id)
        form = ScanForm(events=events, initial={"gate": gate, "event": event_id})
    context = {"form": form, "verdict": verdict, "answer": verdict and _answer(verdict)}
    return page(request, "backstage/tickets/door.html", context)


@backstage_page(may="orders.edit")
@require_http_methods(["GET", "POST"])
def reissue(request: HttpRequest, pk: int) -> HttpResponse:
    """Replace a ticket whose code was lost or seen by others."""
    ticket = get_object_or_404(Ticket.objects.select_related("order", "ticket_type"), pk=pk)
    back = reverse("backstage:order", args=[ticket.order.reference])
    if request.method == "POST":
        new = issuing.reissue(ticket=ticket)
        said = _("Ticket %(old)s is replaced by ticket %(new)s.")
        messages.success(request, said % {"old": ticket.pk, "new": new.pk})
        return redirect(back)
    context = {
        "title": _("Reissue ticket %(number)s?") % {"number": ticket.pk},
        "touches": [
            _("The code that was sent stops working at once."),
            _("%(name)s gets a new code, on the order's page and in its PDF.")
            % {"name": ticket.holder_name or ticket.order.name},
            _("Price and place stay the same."),
        ],
        "action": _("Reissue the ticket"),
        "back_url": back,
    }
    return page(request, "ui/confirm.html", context)


def _answer(verdict: Verdict) -> tuple[str, str, str]:
    """The colour (ok, already, no), the icon and the word of a verdict."""
    if verdict.status == "ok":
        return "ok", "circle-check", _("Come in")
    words = {
        "already_redeemed": ("already", "history", _("Already in")),
        "canceled": ("no", "ban", _("Cancelled")),
        "replaced": ("no", "ban", _("Replaced by a newer ticket")),
        "wrong_event": ("no", "circle-x", _("Another event")),
    }
    return words.get(verdict.reason, ("no", "circle-x", _("Not valid")))


def _events_of_the_day() -> QuerySet[Event]:
    """Published events with a session that begins or ends within half a day of now."""
    now, reach = timezone.now(), timedelta(hours=14)
    near = Event.objects.published().filter(sessions__starts_at__range=(now - reach, now + reach))
    return near.distinct().order_by("name")


def _keep(request: HttpRequest, gate: str, event: Event | None) -> None:
    """Remember the door for the next scan; the session is written only when it changes."""
    event_id = event.pk if event else None
    if (request.session.get(GATE, ""), request.session.get(EVENT)) != (gate, event_id):
        request.session[GATE], request.session[EVENT] = gate, event_id
