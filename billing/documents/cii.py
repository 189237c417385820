"""The invoice for programs: EN 16931 as UN/CEFACT CII, in the profile that Factur-X embeds.

BT- and BG-numbers are those of EN 16931-1. `tests/billing/documents/rules.py` holds its rules.
"""

from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any

from django.utils.translation import override
from drafthorse.models.accounting import ApplicableTradeTax
from drafthorse.models.document import Document
from drafthorse.models.note import IncludedNote
from drafthorse.models.party import TaxRegistration, TradeParty
from drafthorse.models.payment import PaymentMeans, PaymentTerms
from drafthorse.models.tradelines import LineItem

from billing.documents.lines import EXEMPTIONS, Entry, Sheet, terms
from kernel.money import Money

GUIDELINE = "urn:cen.eu:en16931:2017"
SCHEMA = "FACTUR-X_EN16931"
INVOICE, CREDIT_NOTE = "380", "381"  # UNTDID 1001
PIECE = "C62"  # UN/ECE Recommendation 20: one
CARD, DEBIT, TRANSFER, SET_OFF = "48", "59", "30", "97"  # UNTDID 4461


def write(sheet: Sheet) -> bytes:
    """The XML, checked against its schema. Raises lxml's XMLSyntaxError where it does not hold."""
    document = Document()
    with override(sheet.invoice.language):
        _head(document, sheet)
        _parties(document, sheet)
        for entry in sheet.entries:
            document.trade.items.add(_item(entry, sheet))
        _settle(document, sheet)
    written: bytes = document.serialize(schema=SCHEMA)
    return written


def _head(document: Document, sheet: Sheet) -> None:
    invoice = sheet.invoice
    document.context.guideline_parameter.id = GUIDELINE
    document.header.id = invoice.number  # BT-1
    document.header.type_code = CREDIT_NOTE if invoice.is_credit else INVOICE  # BT-3
    document.header.issue_date_time = _day(invoice.issued_on)  # BT-2
    if sheet.is_taxed and invoice.tax_note:
        note = IncludedNote()
        note.content = invoice.tax_note  # BT-22
        document.header.notes.add(note)


def _parties(document: Document, sheet: Sheet) -> None:
    agreement = document.trade.agreement
    _party(agreement.seller, sheet.seller, sheet)
    _party(agreement.buyer, sheet.buyer, sheet)
    seller = sheet.seller
    if seller.get("register"):
        agreement.seller.legal_organization.id = seller["register"]  # BT-30
    else:
        agreement.seller.id = seller["vat_id"]  # BT-29: one of the two is asked for (BR-CO-26)


def _party(party: TradeParty, said: dict[str, Any], sheet: Sheet) -> None:
    party.name = said["name"]  # BT-27, BT-44
    party.address.country_id = said["country"]  # BT-40, BT-55
    lines = [one.strip() for one in said["address"].splitlines() if one.strip()]
    first, second, third = [*lines[:2], "", "", ""][:3] if len(lines) < 3 else (
        lines[0], lines[1], ", ".join(lines[2:]))  # fmt: skip
    for place, text in (("line_one", first), ("line_two", second), ("line_three", third)):
        if text:
            setattr(party.address, place, text)
    if said.get("email"):
        party.electronic_address.uri_ID = ("EM", said["email"])  # BT-34, BT-49
    # Outside the scope of VAT, no VAT number may stand on it (BR-O-02).
    if said.get("vat_id") and sheet.invoice.tax_category != "O":
        registration = TaxRegistration()
        registration.id = ("VA", said["vat_id"])  # BT-31, BT-48
        party.tax_registrations.add(registration)


def _item(entry: Entry, sheet: Sheet) -> LineItem:
    currency = sheet.invoice.currency
    item = LineItem()
    item.document.line_id = str(entry.position)  # BT-126
    item.product.name = entry.text  # BT-153
    item.agreement.net.amount = _amount(entry.price, currency)  # BT-146
    item.delivery.billed_quantity = (Decimal(entry.quantity), PIECE)  # BT-129
    tax = item.settlement.trade_tax
    tax.type_code = "VAT"
    tax.category_code = sheet.invoice.tax_category  # BT-151
    if sheet.invoice.tax_category != "O":
        tax.rate_applicable_percent = _rate(sheet)  # BT-152
    item.settlement.period.start = _day(entry.first)  # BT-134
    item.settlement.period.end = _day(entry.last)  # BT-135
    item.settlement.monetary_summation.total_amount = _amount(entry.amount, currency)  # BT-131
    return item


def _settle(document: Document, sheet: Sheet) -> None:
    settlement = document.trade.settlement
    currency = sheet.invoice.currency
    settlement.payment_reference = sheet.invoice.number  # BT-83
    settlement.currency_code = currency  # BT-5
    settlement.payment_means.add(_means(sheet))
    settlement.trade_tax.add(_tax(sheet))
    settlement.period.start = _day(sheet.first)  # BT-73
    settlement.period.end = _day(sheet.last)  # BT-74
    if sheet.amended:
        settlement.invoice_referenced_document.issuer_assigned_id = sheet.amended[-1]  # BT-25
    due = PaymentTerms()
    due.description = terms(sheet)  # BT-20
    if sheet.total.amount > 0 and not sheet.invoice.is_credit:
        due.due = _day(sheet.invoice.due_on)  # BT-9
    settlement.terms.add(due)
    sums = settlement.monetary_summation
    sums.line_total = sheet.net.decimal  # BT-106
    sums.tax_basis_total = (sheet.net.decimal, None)  # BT-109
    sums.tax_total = (sheet.tax.decimal, currency)  # BT-110
    sums.grand_total = (sheet.total.decimal, None)  # BT-112
    sums.due_amount = sheet.total.decimal  # BT-115


def _means(sheet: Sheet) -> PaymentMeans:
    means = PaymentMeans()
    means.information.add(terms(sheet))  # BT-82
    kind = sheet.method["kind"]
    if sheet.invoice.is_credit or not sheet.total:
        means.type_code = SET_OFF  # BT-81
    elif kind == "card":
        means.type_code = CARD
        if sheet.card_digits:
            means.financial_card.id = sheet.card_digits  # BT-87
    elif kind:
        means.type_code = DEBIT
    else:
        means.type_code = TRANSFER
        means.payee_account.iban = sheet.seller["iban"]  # BT-84
    return means


def _tax(sheet: Sheet) -> ApplicableTradeTax:
    invoice = sheet.invoice
    tax = ApplicableTradeTax()
    tax.type_code = "VAT"
    tax.category_code = invoice.tax_category  # BT-118
    tax.basis_amount = sheet.net.decimal  # BT-116
    tax.calculated_amount = sheet.tax.decimal  # BT-117
    if invoice.tax_category != "O":
        tax.rate_applicable_percent = _rate(sheet)  # BT-119
    if not sheet.is_taxed:
        tax.exemption_reason = invoice.tax_note  # BT-120
        tax.exemption_reason_code = EXEMPTIONS[invoice.tax_category]  # BT-121
    return tax


def _rate(sheet: Sheet) -> Decimal:
    return Decimal(sheet.invoice.tax_rate).scaleb(-2)


def _amount(amount: int, currency: str) -> Decimal:
    return Money(amount, currency).decimal


def _day(day: Any) -> datetime:
    return datetime.combine(day, time.min, UTC)
