"""An invoice as a file: for people, and for programs."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from billing.documents.keeping import keep, name_of, read
from billing.owner.desk import desk_of
from billing.owner.invoices import own_invoice
from kernel.gate import signed_in_page


@signed_in_page
@require_GET
def invoice_pdf(request: HttpRequest, subdomain: str, number: str) -> HttpResponse:
    """The invoice as paper."""
    invoice = own_invoice(desk_of(request, subdomain), number)
    return _file(read(keep(invoice=invoice)), "application/pdf", name_of(invoice))


@signed_in_page
@require_GET
def invoice_xml(request: HttpRequest, subdomain: str, number: str) -> HttpResponse:
    """The invoice for an accountant's program."""
    invoice = own_invoice(desk_of(request, subdomain), number)
    return _file(keep(invoice=invoice).xml.encode(), "application/xml", name_of(invoice, "xml"))


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(body, content_type=kind, headers=headers)
