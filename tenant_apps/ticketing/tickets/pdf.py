"""Tickets to print: an A4 page each, in the brand's own colours and type."""

import base64
import logging
from collections.abc import Callable, Iterable
from functools import cache
from threading import Lock
from typing import Any

from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.translation import get_language, get_language_bidi

from kernel import tenancy
from tenant_apps.ticketing.tickets import qr
from tenant_apps.ticketing.tickets.errors import PdfUnavailable
from tenant_apps.ticketing.tickets.models import Ticket
from themes.current import Look, look
from themes.fonts import FACES, INTERFACE, Face, face
from themes.posters import Poster, poster_of

log = logging.getLogger(__name__)
PATIENCE = 5.0  # seconds
# An order of a thousand tickets is drawn for most of a minute. Whoever asks for several of them at
# once shall not have all the threads with which this process serves everybody else.
_one_at_a_time = Lock()


def render(tickets: Iterable[Ticket]) -> bytes:
    """A PDF with one page per ticket, in the active language. Takes tenths of a second a page.

    `tickets` come with order, line, ticket_type and session__event__venue loaded.
    Raises `PdfUnavailable` where the machine lacks Pango, which draws the text, and where the press
    is busy for longer than a visitor waits.
    """
    press = _press()
    if not _one_at_a_time.acquire(timeout=PATIENCE):
        raise PdfUnavailable
    try:
        return press(document(tickets))
    finally:
        _one_at_a_time.release()


def document(tickets: Iterable[Ticket]) -> str:
    """The HTML that is printed."""
    brand = look()
    display = FACES.get(brand.display_font, INTERFACE)
    context = {
        "pages": [_page(one, number, brand) for number, one in enumerate(tickets, start=1)],
        "brand": brand,
        "shop": tenancy.current(),
        "faces": [_files(one) for one in dict.fromkeys([face(brand.text_font), display])],
        "display": display,
        "language": get_language() or "en",
        "direction": "rtl" if get_language_bidi() else "ltr",
    }
    return render_to_string("tickets/pdf.html", context)


def _page(ticket: Ticket, number: int, brand: Look) -> dict[str, Any]:
    event = ticket.session.event
    poster = poster_of(event.slug, event.words.name)
    return {
        "ticket": ticket,
        "number": number,
        "venue": ticket.session.venue or event.venue,
        "qr": qr.data_uri(ticket.code),
        "ground": brand.colours[f"poster_{poster.scheme}"],
        "poster": _painted(poster, brand.colours),
    }


def _files(face: Face) -> dict[str, str]:
    return {
        "code": face.code,
        "latin": face.path("latin"),
        "latin_ext": face.path("latin-ext"),
    }


def _painted(poster: Poster, colours: dict[str, str]) -> str:
    """The poster's drawing with its colours inside, since a picture hears no style sheet."""
    own = f"poster_{poster.scheme}"
    fills = {
        "pm": colours[f"{own}_mark"],
        "ps": colours[f"{own}_spark"],
        "pi": colours[f"{own}_ink"],
        "pg": colours[own],
        "pn": _between(colours[f"{own}_mark"], colours[own]),
    }
    style = "".join(f".{name}{{fill:{colour}}}" for name, colour in fills.items())
    start, _, rest = poster.svg.partition(">")
    svg = f'{start} xmlns="http://www.w3.org/2000/svg"><style>{style}</style>{rest}'
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def _between(one: str, other: str) -> str:
    """The colour in the middle of two, `#rrggbb`."""
    pairs = zip(bytes.fromhex(one[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + "".join(f"{(a + b) // 2:02x}" for a, b in pairs)


@cache
def _press() -> Callable[[str], bytes]:
    # The one late import of the house: WeasyPrint costs 1.2 s and 40 MB, and every web process
    # would pay at start for what mostly the worker does.
    try:
        return import_string(f"{__package__}.press.print_pdf")
    except OSError as error:
        log.error("PDFs need Pango (apt install libpango-1.0-0 libpangoft2-1.0-0): %s", error)
        raise PdfUnavailable from error
