"""Sessions and ticket types, for the organizer."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from kernel.errors import Refusal
from kernel.gate import backstage_page
from kernel.pages import page, paginated
from tenant_apps.ticketing.events.models import Event, Session
from tenant_apps.ticketing.inventory.errors import CapacityTooSmall
from tenant_apps.ticketing.inventory.forms import SessionForm, SessionsForm, TicketTypeForm
from tenant_apps.ticketing.inventory.models import Stock
from tenant_apps.ticketing.inventory.services import prices, programme


@backstage_page(may="events.view")
@require_GET
def sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """When an event takes place, and how full each time is."""
    event = _event(pk)
    upcoming = request.GET.get("when") != "all"
    found = event.sessions.upcoming() if upcoming else event.sessions.order_by("-starts_at")
    shown = paginated(request, found.select_related("venue"), per_page=50)
    rooms = Stock.objects.filter(session__in=list(shown), ticket_type=None)
    by_session = {stock.session_id: stock for stock in rooms}
    rows = [(session, by_session.get(session.pk)) for session in shown]
    context = {"event": event, "tab": "sessions", "page": shown, "rows": rows, "upcoming": upcoming}
    return page(request, "backstage/inventory/sessions.html", context)


@backstage_page(may="events.edit")
@require_http_methods(["GET", "POST"])
def session_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one time on the programme."""
    event = _event(pk)
    form = SessionForm(
        request.POST or None, event=event, initial={"capacity": _usual_places(event)}
    )
    if form.is_valid():
        programme.schedule(event=event, session=form.save(commit=False))
        messages.success(request, _("The session is on the programme."))
        return redirect(_after_session(event))
    context = _form_words(event, form, "sessions", _("A new session"), _("Add the session"))
    return page(request, "backstage/inventory/session.html", context)


@backstage_page(may="events.edit")
@require_http_methods(["GET", "POST"])
def sessions_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Put several times on the programme, from a list of dates."""
    event = _event(pk)
    form = SessionsForm(
        request.POST or None, event=event, initial={"capacity": _usual_places(event)}
    )
    if form.is_valid():
        made = form.sessions()
        with transaction.atomic():
            for session in made:
                programme.schedule(event=event, session=session)
        said = ngettext("%(n)d session is on the programme.",
                        "%(n)d sessions are on the programme.", len(made))  # fmt: skip
        messages.success(request, said % {"n": len(made)})
        return redirect(_after_session(event))
    context = _form_words(event, form, "sessions", _("Several sessions"), _("Add the sessions"))
    return page(request, "backstage/inventory/session_list.html", context)


@backstage_page(may="events.edit")
@require_http_methods(["GET", "POST"])
def session_edit(request: HttpRequest, pk: int, session_pk: int) -> HttpResponse:
    """Move a session, or change how many it holds."""
    event = _event(pk)
    session = get_object_or_404(event.sessions, pk=session_pk)
    form = SessionForm(request.POST or None, instance=session, event=event)
    if form.is_valid():
        try:
            programme.schedule(event=event, session=form.save(commit=False))
        except CapacityTooSmall as refusal:
            form.add_error("capacity", str(refusal))
        else:
            messages.success(request, _("The session is saved."))
            return redirect("backstage:sessions", event.pk)
    context = _form_words(event, form, "sessions", _("This session"), _("Save the session"))
    return page(request, "backstage/inventory/session.html", context | {"session": session})


@backstage_page(may="events.edit")
@require_http_methods(["GET", "POST"])
def session_call_off(request: HttpRequest, pk: int, session_pk: int) -> HttpResponse:
    """Call one session off, after a look at what it touches."""
    event = _event(pk)
    session = get_object_or_404(event.sessions, pk=session_pk, status=Session.Status.SCHEDULED)
    if request.method == "POST":
        programme.call_off(session=session)
        messages.success(request, _("The session is called off."))
        return redirect("backstage:sessions", event.pk)
    sold = (
        Stock.objects.filter(session=session, ticket_type=None).aggregate(n=Sum("sold"))["n"] or 0
    )
    touches = [
        _("Nothing more is sold for it; the shop shows it as cancelled."),
        ngettext("%(n)d ticket is sold. It is not refunded by this.",
                 "%(n)d tickets are sold. They are not refunded by this.", sold) % {"n": sold},
        _("Refund the orders one by one, from the list of orders."),
    ]  # fmt: skip
    context = {
        "title": _("Call off this session?"),
        "touches": touches if sold else touches[:1],
        "action": _("Call the session off"),
        "back_url": reverse("backstage:sessions", args=[event.pk]),
    }
    return page(request, "ui/confirm.html", context)


@backstage_page(may="events.edit")
@require_http_methods(["GET", "POST"])
def ticket_type_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a kind of ticket."""
    event = _event(pk)
    form = TicketTypeForm(request.POST or None, event=event)
    if form.is_valid() and _offered(form, event):
        messages.success(request, _("%(name)s is on offer.") % {"name": form.instance.name})
        return redirect("backstage:ticket_types", event.pk)
    context = _form_words(event, form, "types", _("A new ticket type"), _("Add the ticket type"))
    return page(request, "backstage/inventory/ticket_type.html", context)


@backstage_page(may="events.edit")
@require_http_methods(["GET", "POST"])
def ticket_type_edit(request: HttpRequest, pk: int, type_pk: int) -> HttpResponse:
    """Change a kind of ticket. Carts and orders keep the price they were made at."""
    event = _event(pk)
    ticket_type = get_object_or_404(event.ticket_types, pk=type_pk)
    title = ticket_type.name
    form = TicketTypeForm(request.POST or None, instance=ticket_type, event=event)
    if form.is_valid() and _offered(form, event):
        messages.success(request, _("%(name)s is saved.") % {"name": ticket_type.name})
        return redirect("backstage:ticket_types", event.pk)
    context = _form_words(event, form, "types", title, _("Save the ticket type"))
    return page(request, "backstage/inventory/ticket_type.html", context)


def _offered(form: TicketTypeForm, event: Event) -> bool:
    try:
        with transaction.atomic():
            made = programme.offer(event=event, ticket_type=form.save(commit=False))
            for currency, amount in form.amounts().items():
                prices.write(event=event, currency=currency, amounts={made.pk: amount})
    except Refusal as refusal:
        form.add_error("quantity", str(refusal))
        return False
    return True


def _event(pk: int) -> Event:
    return get_object_or_404(Event.objects.select_related("venue"), pk=pk)


def _usual_places(event: Event) -> int | None:
    """As many as last time, else as many as the venue holds."""
    last = event.sessions.order_by("-pk").values_list("capacity", flat=True).first()
    return last if last is not None else (event.venue.capacity if event.venue else None)


def _after_session(event: Event) -> str:
    """Without ticket types, they come next."""
    if event.ticket_types.exists():
        return reverse("backstage:sessions", args=[event.pk])
    return reverse("backstage:ticket_type_new", args=[event.pk])


def _form_words(event: Event, form: object, tab: str, heading: str, action: str) -> dict:
    return {"event": event, "form": form, "tab": tab, "heading": heading, "action": action}
