"""Prints our HTML as PDF/A-3b. Importing WeasyPrint takes a second: `pdf.py` loads this late."""

import io
from datetime import UTC
from functools import partial
from typing import Any
from xml.etree import ElementTree

from weasyprint import HTML, Attachment
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration

from billing.documents.facturx import FILE, describe
from billing.models import Invoice
from tenant_apps.ticketing.tickets.press import OwnFiles

# Tagged too: a PDF/A-3b that a screen reader can read.
VARIANT = "pdf/a-3b"


def print_invoice(html: str, xml: bytes, invoice: Invoice) -> bytes:
    """The document with its fonts and its XML inside."""
    at = invoice.issued_at.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    fonts = FontConfiguration()
    document = HTML(string=html, url_fetcher=OwnFiles()).render(font_config=fonts)
    document.metadata.created = document.metadata.modified = f"{at.isoformat()}Z"
    # XMP allows one rdf:RDF, and WeasyPrint would put what it is given beside its own.
    document.metadata.generate_rdf_metadata = partial(
        _with_facturx, document.metadata.generate_rdf_metadata
    )
    enclosed = Attachment(
        file_obj=io.BytesIO(xml),
        name=FILE,
        description="EN 16931 invoice (Factur-X)",
        created=at,
        modified=at,
        relationship="Alternative",
    )
    printed: bytes = document.write_pdf(
        pdf_variant=VARIANT,
        pdf_tags=True,
        pdf_identifier=invoice.number.encode(),
        attachments=[enclosed],
        finisher=_name_once,
    )
    return printed


def _with_facturx(original: Any, *args: Any) -> bytes:
    rdf = ElementTree.fromstring(original(*args))  # noqa: S314 - WeasyPrint wrote it this moment
    rdf.extend(describe())
    return ElementTree.tostring(rdf, encoding="utf-8")


def _name_once(_document: Document, pdf: Any) -> None:
    """WeasyPrint 70 lists each associated file twice."""
    files = pdf.catalog["AF"]
    files[:] = list(dict.fromkeys(files))
