"""Tickets by the API: for buyers with their order's key, for staff, and for the door."""

import io
from typing import Literal

import segno
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import override
from ninja import Query, Router

from kernel.gate import may
from kernel.rate import rate
from kernel.rest.cursor import Page, Paging, cut
from kernel.rest.shapes import Id
from tenant_apps.ticketing.orders.access import KeyInHeader, KeyInQuery, Reference, order_for
from tenant_apps.ticketing.tickets import pdf, qr
from tenant_apps.ticketing.tickets.errors import TicketIsVoid
from tenant_apps.ticketing.tickets.models import Ticket
from tenant_apps.ticketing.tickets.schemas import CodeIn, ScanIn, ScanOut, TicketOut
from tenant_apps.ticketing.tickets.services import admission

router = Router(tags=["Tickets"])
PIXELS = 8  # for each module of the PNG: some 400 pixels across, sharp on paper


@router.post("/tickets/validate", response=ScanOut)
@may("tickets.scan")
def validate_ticket(request: HttpRequest, body: CodeIn) -> ScanOut:
    """Say what the door would say of a code now. Nobody is let in."""
    return ScanOut.of(admission.look(code=body.code, event_id=body.event_id))


@router.post("/checkin/scan", response=ScanOut, tags=["Check-in"])
@may("tickets.scan")
def scan(request: HttpRequest, body: ScanIn) -> ScanOut:
    """Let the bearer of a code in, once. The answer is always 200: `status` says what to do."""
    return ScanOut.of(admission.admit(code=body.code, gate=body.gate, event_id=body.event_id))


@router.get("/orders/{reference}/tickets", response=Page[TicketOut])
@may("anyone")
def list_tickets(
    request: HttpRequest,
    reference: Reference,
    asked: Query[Paging],
    x_order_key: KeyInHeader = None,
    key: KeyInQuery = None,
) -> Page[TicketOut]:
    """List the tickets of an order, void ones too. For staff, and with the order's key."""
    order = order_for(request, key=x_order_key or key, reference=reference.upper())
    rows, after = cut(_whole(Ticket.objects.filter(order=order)), asked, by=("id",))
    return Page[TicketOut](items=[TicketOut.of(one) for one in rows], next=after)


@router.get("/orders/{reference}/tickets.pdf", response={200: None})
@may("anyone")
@rate("60/minute")
def order_pdf(
    request: HttpRequest,
    reference: Reference,
    x_order_key: KeyInHeader = None,
    key: KeyInQuery = None,
) -> HttpResponse:
    """Download the valid tickets of an order, a page each."""
    order = order_for(request, key=x_order_key or key, reference=reference.upper())
    tickets = list(order.tickets.valid().to_print())
    if not tickets:
        raise Http404
    with override(order.language):
        return _file(pdf.render(tickets), "application/pdf", f"tickets-{order.reference}.pdf")


@router.get("/tickets/{ticket_id}", response=TicketOut)
@may("anyone")
def get_ticket(
    request: HttpRequest, ticket_id: Id, x_order_key: KeyInHeader = None, key: KeyInQuery = None
) -> TicketOut:
    """Return one ticket. For staff, and with the order's key."""
    return TicketOut.of(_ticket(request, ticket_id, x_order_key or key))


@router.get("/tickets/{ticket_id}/pdf", response={200: None})
@may("anyone")
@rate("60/minute")
def ticket_pdf(
    request: HttpRequest, ticket_id: Id, x_order_key: KeyInHeader = None, key: KeyInQuery = None
) -> HttpResponse:
    """Download one valid ticket as a page to print."""
    ticket = _valid(request, ticket_id, x_order_key or key)
    with override(ticket.order.language):
        printed = pdf.render(Ticket.objects.filter(pk=ticket.pk).to_print())
    return _file(printed, "application/pdf", f"ticket-{ticket.order.reference}-{ticket.pk}.pdf")


@router.get("/tickets/{ticket_id}/qr-code", response={200: None})
@may("anyone")
def ticket_qr(
    request: HttpRequest,
    ticket_id: Id,
    format: Literal["svg", "png"] = "svg",  # noqa: A002 - the word of the contract
    x_order_key: KeyInHeader = None,
    key: KeyInQuery = None,
) -> HttpResponse:
    """Return the code of one valid ticket as a picture for cameras, SVG or PNG."""
    ticket = _valid(request, ticket_id, x_order_key or key)
    name = f"ticket-{ticket.order.reference}-{ticket.pk}.{format}"
    if format == "png":
        return _file(_png(ticket.code), "image/png", name)
    return _file(qr.svg(ticket.code).encode(), "image/svg+xml", name)


def _whole(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    return tickets.select_related("order", "session__event", "ticket_type", "void", "admission")


def _ticket(request: HttpRequest, ticket_id: int, key: str | None) -> Ticket:
    order = order_for(request, key=key, tickets__pk=ticket_id)
    return _whole(order.tickets.all()).get(pk=ticket_id)


def _valid(request: HttpRequest, ticket_id: int, key: str | None) -> Ticket:
    ticket = _ticket(request, ticket_id, key)
    if ticket.is_void:
        raise TicketIsVoid
    return ticket


def _png(code: str) -> bytes:
    picture = io.BytesIO()
    made = segno.make_qr(code, error="m", boost_error=False)
    made.save(picture, kind="png", scale=PIXELS, border=qr.QUIET_ZONE)
    return picture.getvalue()


def _file(content: bytes, mimetype: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=mimetype)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    patch_cache_control(response, private=True, no_store=True)
    return response
