"""The PDF: what stands on it, in which language, and the XML that it carries."""

import io
from datetime import UTC, date, datetime

import pypdf
import pytest

from billing.documents import cii, pdf
from billing.documents.lines import Sheet, terms
from billing.models import Usage
from tests.billing import make
from tests.billing.documents.rules import Read, broken

CARD = {"kind": "card", "label": "Visa •••• 4242"}
OCTOBER = {"first": date(2026, 10, 1), "last": date(2026, 10, 31)}
pytestmark = pytest.mark.usefixtures("public")


def printed(invoice):
    sheet = Sheet(invoice)
    return pypdf.PdfReader(io.BytesIO(pdf.render(sheet, xml=cii.write(sheet))))


def words(invoice):
    return " ".join(" ".join(one.extract_text() for one in printed(invoice).pages).split())


def test_it_is_pdf_a_3_and_tells_programs_what_is_inside():
    invoice = make.invoice(make.account(country="FR", method=CARD))
    reader = printed(invoice)
    catalog = reader.trailer["/Root"]
    told = catalog["/Metadata"].get_data().decode()
    assert told.count("<rdf:RDF") == 1
    assert 'pdfaid:part="3"' in told
    assert 'pdfaid:conformance="B"' in told
    assert "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>" in told
    assert "<fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>" in told
    assert "pdfaExtension:schemas" in told
    assert catalog["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert catalog["/MarkInfo"]["/Marked"]
    (file,) = catalog["/AF"]
    assert file.get_object()["/AFRelationship"] == "/Alternative"


def test_the_xml_inside_is_the_one_that_was_written():
    invoice = make.invoice(make.account(country="FR"))
    (xml,) = printed(invoice).attachments["factur-x.xml"]
    assert xml == cii.write(Sheet(invoice))
    assert broken(xml) == []
    assert Read(xml).text("//rsm:ExchangedDocument/ram:ID") == invoice.number


def test_all_that_the_law_asks_for_stands_on_it():
    account = make.account(
        country="DE", vat_id="DE136695976", vat_state="valid", language="en", method=CARD,
        legal_name="Konzerthaus GmbH", address="Gendarmenmarkt 2\n10117 Berlin", currency="EUR",
    )  # fmt: skip
    said = words(make.invoice(account, number="MQ-2026-000042"))
    for part in (
        "Invoice", "MQ-2026-000042", "1 November 2026", "Marquee Demo SAS (invented)",
        "FR11123456782", "Konzerthaus GmbH", "Gendarmenmarkt 2", "Germany", "DE136695976",
        "Check-in", "€15.00", "No VAT", "€0.00", "Article 196 of Directive 2006/112/EC",
        "Visa •••• 4242",
    ):  # fmt: skip
        assert part in said


def test_it_speaks_the_accounts_language_and_writes_sums_as_its_readers_do():
    account = make.account(country="FI", language="es", currency="EUR")
    reader = printed(make.invoice(account))
    assert reader.trailer["/Root"]["/Lang"] == "es"
    said = " ".join(reader.pages[0].extract_text().split())
    assert "15,00 €" in said.replace("\xa0", " ")
    assert "25,5" in said
    assert "Finlandia" in said


def test_a_credit_note_says_what_it_gives_back_and_how():
    account = make.account(country="FR", language="en", currency="EUR")
    make.invoice(account, number="MQ-1", month=date(2026, 10, 1), lines=[make.line("Plan", 2900)])
    back = make.invoice(account, number="MQ-2", lines=[make.line("Plan, taken back", -2900)])
    said = words(back)
    assert "Credit note" in said
    assert "This gives back what was charged with MQ-1." in said
    assert "€34.80" in said
    assert "-€" not in said
    assert "set off against your next invoices" in said
    read = Read(cii.write(Sheet(back)))
    assert read.text("//ram:InvoiceReferencedDocument/ram:IssuerAssignedID") == "MQ-1"


def test_without_a_way_to_pay_it_says_where_to_choose_one_and_an_account_to_send_money_to():
    said = words(make.invoice(make.account(country="FR", language="en", method={})))
    assert "choose on your billing page how you pay, by 1 November 2026" in said
    assert "IBAN FR7630006000011234567890189" in said


def test_what_was_used_is_told_by_the_day_of_the_accounts_clock():
    account = make.account(country="FR", zone="Europe/Paris", language="en")
    for number, (at, quantity) in enumerate(
        [
            (datetime(2026, 10, 3, 12, tzinfo=UTC), 40),
            (datetime(2026, 10, 3, 21, 59, tzinfo=UTC), 2),
            (datetime(2026, 10, 3, 22, 1, tzinfo=UTC), 7),  # past midnight in Paris
        ]
    ):
        Usage.objects.create(
            account=account, code="checkin", meter="scan", quantity=quantity, occurred_at=at,
            source=f"s{number}",
        )  # fmt: skip
    Usage.objects.update(arrived_at=datetime(2026, 10, 31, tzinfo=UTC))
    scans = make.line("Each scan", 49, quantity=49, unit_price=1, what="usage", meter="scan",
                      **OCTOBER)  # fmt: skip
    reader = printed(make.invoice(account, lines=[make.line(), scans]))
    assert len(reader.pages) == 2
    said = " ".join(reader.pages[1].extract_text().split())
    assert "Sat 3 Oct 2026 42 Sun 4 Oct 2026 7 Together 49" in said


def test_a_document_is_made_of_its_own_rows_and_not_of_todays_account():
    account = make.account(country="FR", legal_name="Old Name", language="en", method=CARD)
    invoice = make.invoice(account)
    before = pdf.page(Sheet(invoice)), cii.write(Sheet(invoice))
    make.account(country="DE", legal_name="New Name", language="fr", method={}, address="Away")
    invoice.refresh_from_db()
    assert (pdf.page(Sheet(invoice)), cii.write(Sheet(invoice))) == before


def test_many_lines_go_on_the_next_page_and_none_is_lost():
    lines = [make.line(f"Line number {number}.", 100) for number in range(60)]
    reader = printed(make.invoice(make.account(country="FR", language="en"), lines=lines))
    said = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert len(reader.pages) == 3
    assert all(f"Line number {number}." in said for number in range(60))


def test_nothing_to_pay_is_said_so():
    account = make.account(country="FR", language="en")
    sheet = Sheet(make.invoice(account, lines=[make.line("A", 100), make.line("B", -100)]))
    assert terms(sheet) == "Nothing is to be paid."
    assert broken(cii.write(sheet)) == []
