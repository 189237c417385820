"""The XML holds the schema (each time it is written) and the rules of EN 16931."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billing.documents import cii
from billing.documents.lines import Sheet
from tests.billing import make
from tests.billing.documents.rules import Read, broken

GERMAN = {"country": "DE", "vat_id": "DE136695976", "vat_state": "valid"}
CARD = {"kind": "card", "label": "Visa •••• 4242", "expires": "2030-12"}
pytestmark = pytest.mark.usefixtures("public")


def xml_of(invoice):
    return cii.write(Sheet(invoice))


def read(invoice):
    xml = xml_of(invoice)
    assert broken(xml) == []
    return Read(xml)


LINES = [
    make.line("Check-in, November 2026", 1500),
    make.line("Check-in: each scan", 1234, quantity=1234, unit_price=1, what="usage",
              meter="scan"),
    make.line("Mobile wallet, coupon", -400, what="coupon"),
    make.line("Scans taken back", -30, quantity=-30, unit_price=1, what="usage", meter="scan"),
]  # fmt: skip


def test_a_domestic_invoice_is_taxed_at_our_rate():
    it = read(make.invoice(make.account(country="FR", method=CARD), lines=LINES))
    assert it.text("//rsm:ExchangedDocument/ram:TypeCode") == "380"
    sums = ("LineTotalAmount", "TaxTotalAmount", "GrandTotalAmount")
    assert [str(it.sum_of(name)) for name in sums] == ["23.04", "4.61", "27.65"]
    assert it.seller_vat == "FR11123456782"


def test_reverse_charge_names_both_numbers_and_says_why():
    it = read(make.invoice(make.account(**GERMAN, language="fr"), lines=LINES))
    (tax,) = it.breakdowns
    assert it.text("ram:CategoryCode", tax) == "AE"
    assert it.text("ram:ExemptionReasonCode", tax) == "VATEX-EU-AE"
    assert "196" in it.text("ram:ExemptionReason", tax)
    assert it.buyer_vat == "DE136695976"
    assert it.buyer("ram:PostalTradeAddress/ram:CountryID") == "DE"
    assert it.sum_of("TaxTotalAmount") == 0


def test_a_consumer_abroad_pays_the_rate_of_his_country():
    it = read(make.invoice(make.account(country="FI", vat_id="", vat_state="none"), lines=LINES))
    assert it.text("ram:RateApplicablePercent", it.breakdowns[0]) == "25.50"


def test_outside_the_union_no_vat_number_stands_on_it():
    it = read(make.invoice(make.account(country="CH"), lines=LINES))
    assert it.text("ram:CategoryCode", it.breakdowns[0]) == "O"
    assert it.seller("ram:SpecifiedLegalOrganization/ram:ID") == "RCS Paris 123 456 782"


def test_a_seller_without_an_entry_in_a_register_is_still_named_by_a_number(settings):
    settings.PLATFORM_SELLER = settings.PLATFORM_SELLER | {"register": ""}
    it = read(make.invoice(make.account(country="CH"), lines=LINES))
    assert it.seller("ram:ID") == "FR11123456782"


def test_a_credit_note_gives_positive_sums():
    back = make.line("Plan, taken back", -2900)
    it = read(make.invoice(make.account(**GERMAN | {"country": "DE"}), lines=[back]))
    assert it.text("//rsm:ExchangedDocument/ram:TypeCode") == "381"
    assert str(it.sum_of("DuePayableAmount")) == "29.00"
    (line,) = it.lines
    assert it.number(".//ram:BilledQuantity", line) == 1


def test_what_is_charged_within_a_credit_note_stands_below_nothing():
    lines = [make.line("Plan, taken back", -2900), make.line("Check-in", 400)]
    it = read(make.invoice(make.account(country="FR"), lines=lines))
    totals = [str(it.number(".//ram:LineTotalAmount", line)) for line in it.lines]
    assert totals == ["29.00", "-4.00"]
    assert str(it.sum_of("GrandTotalAmount")) == "30.00"


@pytest.mark.parametrize(
    ("method", "code"),
    [
        (CARD, "48"),
        ({"kind": "sepa_debit", "label": "SEPA •••• 3201"}, "59"),
        ({}, "30"),
    ],
)
def test_how_it_is_paid_has_a_code(method, code):
    it = read(make.invoice(make.account(country="FR", method=method)))
    means = it.nodes("ram:SpecifiedTradeSettlementPaymentMeans", it.settlement)[0]
    assert it.text("ram:TypeCode", means) == code
    shown = it.text("ram:ApplicableTradeSettlementFinancialCard/ram:ID", means)
    assert shown == ("4242" if code == "48" else "")


def test_an_address_of_many_lines_loses_none():
    account = make.account(country="FR", address="c/o Anna\nHof 3\n1 rue Haute\n\n75001 Paris")
    it = read(make.invoice(account))
    assert it.buyer("ram:PostalTradeAddress/ram:LineOne") == "c/o Anna"
    assert it.buyer("ram:PostalTradeAddress/ram:LineThree") == "1 rue Haute, 75001 Paris"


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    where=st.sampled_from(["FR", "DE", "FI", "CH"]),
    sums=st.lists(
        st.tuples(st.integers(-200_000, 200_000), st.integers(-50, 50)), min_size=1, max_size=6
    ),
)
def test_whatever_stands_on_it_the_rules_hold(where, sums):
    lines = [make.line("Something", amount) for amount, _number in sums]
    lines += [
        make.line("Pieces", number * 7, quantity=number, unit_price=7, what="usage", meter="scan")
        for _amount, number in sums
    ]
    with transaction.atomic():
        account = make.account(country=where, vat_id="", vat_state="none")
        xml = xml_of(make.invoice(account, lines=lines))
        transaction.set_rollback(True)
    assert broken(xml) == []
