"""The invoice for people: A4, in the platform's own look, in the account's language."""

import logging
from collections.abc import Callable
from functools import cache
from importlib import import_module

from django.template.loader import render_to_string
from django.utils.translation import override
from django_tenants.utils import schema_context

from billing.documents.annex import tallies
from billing.documents.lines import Sheet, terms
from kernel.locales import tag_of
from kernel.tenancy import PUBLIC
from themes.current import look
from themes.fonts import FACES, INTERFACE, face

log = logging.getLogger(__name__)


def render(sheet: Sheet, *, xml: bytes) -> bytes:
    """A tagged PDF/A-3b with the XML inside as `factur-x.xml`, its dates those of the invoice.

    Takes tenths of a second. Raises OSError where the machine lacks Pango, which draws the text.
    """
    return _press()(page(sheet), xml, sheet.invoice)


def page(sheet: Sheet) -> str:
    """The HTML that is printed."""
    with schema_context(PUBLIC), override(sheet.invoice.language):
        brand = look()
        display = FACES.get(brand.display_font, INTERFACE)
        faces = dict.fromkeys([face(brand.text_font), display])
        context = {
            "sheet": sheet,
            "invoice": sheet.invoice,
            "terms": terms(sheet),
            "tallies": tallies(sheet),
            "brand": brand,
            "display": display,
            "faces": [
                {"code": one.code, "latin": one.path("latin"), "latin_ext": one.path("latin-ext")}
                for one in faces
            ],
            "language": tag_of(sheet.invoice.language),
        }
        return render_to_string("billing/documents/invoice.html", context)


@cache
def _press() -> Callable[..., bytes]:
    # WeasyPrint costs a second and 40 MB: fetched by whoever prints first, as for tickets.
    printer: Callable[..., bytes] = import_module(f"{__package__}.press").print_invoice
    return printer
