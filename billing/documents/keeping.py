"""Keeping invoices as they were sent: drawn once, never again, and never at a public address.

The files stand below `public/` in the media folder, which nobody serves: who may see an invoice is
asked by the page that reads it.
"""

import hashlib
import logging

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django_tenants.utils import schema_context

from billing.documents import cii, pdf
from billing.documents.lines import Sheet
from billing.models import Document, Invoice
from kernel.tenancy import PUBLIC

log = logging.getLogger(__name__)


def keep(*, invoice: Invoice) -> Document:
    """The documents of an invoice; drawn and kept when they are first asked for.

    Not in a transaction, for it takes tenths of a second. Two who ask at once get the same.
    Raises OSError where the machine cannot draw PDFs.
    """
    with schema_context(PUBLIC):
        found = Document.objects.filter(invoice=invoice).first()
        return found or _draw(Invoice.objects.select_related("account").get(pk=invoice.pk))


def read(document: Document) -> bytes:
    """The PDF. Raises OSError when the file is gone, or is not the one that was kept."""
    with schema_context(PUBLIC), document.pdf.open() as file:
        content: bytes = file.read()
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise OSError(f"the PDF of {document.invoice_id} is not the one that was kept")
    return content


def name_of(invoice: Invoice, kind: str = "pdf") -> str:
    """What the file is called where somebody keeps it: `marquee-2026-000042.pdf`."""
    return f"marquee-{invoice.number}.{kind}"


def _draw(invoice: Invoice) -> Document:
    sheet = Sheet(invoice)
    xml = cii.write(sheet)
    content = pdf.render(sheet, xml=xml)
    made = Document(invoice=invoice, xml=xml.decode(), sha256=hashlib.sha256(content).hexdigest())
    made.pdf.save(name_of(invoice), ContentFile(content), save=False)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        made.pdf.delete(save=False)  # somebody else was quicker
        return Document.objects.get(invoice=invoice)
    return made
