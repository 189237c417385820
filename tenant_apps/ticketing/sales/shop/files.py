"""The files of an order: its tickets to print, its dates for a calendar, the codes as pictures.

The link's key is the right to see them, as on the order's page; nothing in between may keep them.
"""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import override
from django.views.decorators.http import require_safe

from kernel.gate import shop_page
from kernel.rate import rate
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.sales.shop.order import order_by_link
from tenant_apps.ticketing.tickets import calendar, pdf, qr
from tenant_apps.ticketing.tickets.models import Ticket


@shop_page
@rate("30/minute")
@require_safe
def tickets_pdf(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """All valid tickets of an order, a page each; with `?ticket=<id>` that one alone."""
    order = order_by_link(reference, key)
    tickets = _valid(order)
    name = f"tickets-{order.reference}"
    if chosen := request.GET.get("ticket", ""):
        tickets = tickets.filter(pk=_number(chosen))
        name = f"ticket-{order.reference}-{chosen}"
    found = list(tickets)
    if not found:
        raise Http404
    with override(order.language):
        return _file(pdf.render(found), "application/pdf", f"{name}.pdf")


@shop_page
@require_safe
def calendar_file(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """The sessions of an order's valid tickets, for a calendar."""
    order = order_by_link(reference, key)
    found = list(_valid(order))
    if not found:
        raise Http404
    with override(order.language):
        made = calendar.ics(found)
    return _file(made, "text/calendar; charset=utf-8", f"tickets-{order.reference}.ics")


@shop_page
@require_safe
def ticket_qr(request: HttpRequest, reference: str, key: str, ticket_id: int) -> HttpResponse:
    """One valid ticket's code as an SVG picture."""
    order = order_by_link(reference, key)
    code = _valid(order).filter(pk=ticket_id).values_list("code", flat=True).first()
    if code is None:
        raise Http404
    return _file(qr.svg(code).encode(), "image/svg+xml", f"ticket-{ticket_id}.svg")


def _valid(order: Order) -> QuerySet[Ticket]:
    return order.tickets.valid().to_print()


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise Http404
    return int(text)


def _file(content: bytes, mimetype: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=mimetype)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    patch_cache_control(response, private=True, no_store=True)
    return response
