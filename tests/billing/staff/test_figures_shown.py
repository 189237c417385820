"""The pages and their files say the same, in every currency apart, and text stays text."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from openpyxl import load_workbook

from billing.catalogue import catalogue
from billing.models import Invoice, Receipt, Switch, Takings, Usage
from billing.services import coupons
from kernel.actor import SYSTEM
from shared_apps.tenants.models import Tenant
from tests.billing import make

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
APRIL = date(2026, 4, 1)


@pytest.fixture
def world(public, blue):
    """Red pays in euros and owes; blue pays in pounds and paid."""
    with time_machine.travel(NOW, tick=False):
        red = make.account(country="FR")
        other = make.account(blue, currency="GBP", country="GB")
        for one in (red, other):
            Switch.objects.create(account=one, code="surveys", state="active", by="system",
                                  day=date(2026, 3, 1), version=catalogue().version)  # fmt: skip
        made = make.invoice(red, number="T1", month=APRIL, lines=[
            make.line("Surveys", 500, code="surveys"),
            make.line("Scans", 250, what="usage", meter="scans", quantity=250, unit_price=1),
        ])  # fmt: skip
        Receipt.objects.create(invoice=made, kind="failed", ref="a", failure="card_declined",
                               at=datetime(2026, 4, 1, 7, tzinfo=UTC))  # fmt: skip
        make.invoice(other, number="T2", month=APRIL, state="paid")
        Takings.objects.create(
            account=red, day=date(2026, 4, 9), currency="EUR", gross=90000, refunds=-1000,
            platform_fees=-2700, shares=-200, tickets=30,
        )  # fmt: skip
        Usage.objects.create(account=red, code="checkin", meter="scans", quantity=1250, source="1",
                             occurred_at=datetime(2026, 5, 3, tzinfo=UTC))  # fmt: skip
        yield red


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def rows(answer):
    return list(csv.DictReader(io.StringIO(body(answer).decode("utf-8-sig"))))


def sheet(answer):
    (one,) = load_workbook(io.BytesIO(body(answer))).worksheets
    heads, *lines = one.iter_rows(values_only=True)
    return [dict(zip(heads, line, strict=True)) for line in lines]


def test_the_page_shows_one_currency_with_a_formula_under_each_figure(console, world):
    page = console.get("/control/revenue?currency=EUR").text
    assert "Monthly fees + yearly fees ÷ 12 of what is active, less coupons." in page
    for sum_ in ("€890.00", "€25.00", "€2.50"):  # GMV, ticket fees, metered usage
        assert sum_ in page
    assert "£" not in page.partition("stage-inner")[2]
    assert "£" in console.get("/control/revenue?currency=GBP").text


def test_a_rehearsal_is_called_one_and_production_counts_no_test_shops(console, world, settings):
    assert "rehearsal" in console.get("/control/revenue?currency=EUR").text
    settings.SANDBOX_PAYMENTS = False
    page = console.get("/control/revenue?currency=EUR").text
    assert "rehearsal" not in page
    assert "€890.00" not in page
    Tenant.objects.filter(schema_name="red").update(gateway="stripe")
    assert "€890.00" in console.get("/control/revenue?currency=EUR").text


def test_income_is_written_by_month_kind_and_currency(console, world):
    found = {
        (row["month"], row["kind"], row["currency"]): Decimal(row["amount"])
        for row in rows(console.get("/control/revenue/income.csv"))
    }
    assert found["2026-04", "subscriptions", "EUR"] == Decimal("5.00")
    assert found["2026-04", "metered", "EUR"] == Decimal("2.50")
    assert found["2026-04", "shares", "EUR"] == Decimal("2.00")
    assert found["2026-04", "ticket_fees", "EUR"] == Decimal("25.00")
    assert found["2026-04", "subscriptions", "GBP"] == Decimal("15.00")
    assert sum(found.values()) == Decimal("49.50")
    in_excel = sheet(console.get("/control/revenue/income.xlsx"))
    assert sum(Decimal(str(row["amount"])) for row in in_excel) == Decimal("49.50")


def test_movements_and_takings_are_written_too(console, world):
    moved = {(row["month"], row["currency"]): row for row in rows(
        console.get("/control/revenue/movements.csv"))}  # fmt: skip
    march = moved["2026-03", "EUR"]
    assert (march["start"], march["new"] == march["end"], march["accounts_new"]) == (
        "0.00",
        True,
        "1",
    )
    (taken,) = rows(console.get("/control/revenue/gross.csv"))
    assert (taken["gross"], taken["refunds"], taken["net"]) == ("900.00", "-10.00", "890.00")


def test_vat_is_told_by_country_treatment_and_rate_as_on_the_page(console, world):
    query = "first=2026-04-01&last=2026-04-30"
    found = rows(console.get(f"/control/revenue/vat.csv?{query}"))
    assert {(row["country"], row["currency"]) for row in found} == {("FR", "EUR"), ("GB", "GBP")}
    page = console.get(f"/control/revenue/vat?{query}").text
    for row in found:
        assert Decimal(row["net"]) + Decimal(row["tax"]) == Decimal(row["gross"])
        assert row["gross"] in page
    assert rows(console.get("/control/revenue/vat.csv?first=2026-05-01&last=2026-05-02")) == []


def test_an_invoice_speaks_in_words(console, world):
    page = console.get("/control/invoices/T1").text
    assert "the bank said no" in page
    assert "card_declined" not in page
    assert "English" in page
    assert Invoice.objects.get(number="T1").tax_category == "S"
    assert "Charged" in page


def test_a_coupon_says_until_when_it_counts(console, world):
    coupons.make(code="SPRING", percent=20, months=2, by=SYSTEM)
    coupons.redeem(account=world, code="SPRING", by=SYSTEM)
    assert "20 % off, to the end of June 2026" in console.get("/control/tenants/red/billing").text


def test_the_list_of_invoices_its_totals_and_its_files_agree(console, world):
    page = console.get("/control/invoices").text
    found = {row["number"]: row for row in rows(console.get("/control/invoices.csv"))}
    assert set(found) == {"T1", "T2"}
    assert Decimal(found["T1"]["net"]) == Decimal("7.50")
    assert (found["T1"]["open"], found["T2"]["open"]) == (found["T1"]["gross"], "0.00")
    assert f"€{found['T1']['gross']}" in page
    in_excel = {row["number"]: row for row in sheet(console.get("/control/invoices.xlsx"))}
    assert Decimal(str(in_excel["T1"]["gross"])) == Decimal(found["T1"]["gross"])


@pytest.mark.parametrize(
    ("query", "numbers"),
    [("state=open", {"T1"}), ("state=failed", {"T1"}), ("state=paid", {"T2"}), ("q=blue", {"T2"}),
     ("q=T1", {"T1"}), ("month=2026-04", {"T1", "T2"}), ("month=2026-03", set()),
     ("currency=GBP", {"T2"}), ("q=100%", set())],
)  # fmt: skip
def test_invoices_are_found_and_files_hold_what_is_found(console, world, query, numbers):
    page = console.get(f"/control/invoices?{query}").text
    assert {one for one in ("T1", "T2") if f"/control/invoices/{one}" in page} == numbers
    assert {row["number"] for row in rows(console.get(f"/control/invoices.csv?{query}"))} == numbers


def test_text_of_organizers_never_becomes_a_formula(console, world):
    Tenant.objects.filter(schema_name="red").update(name="=1+1")
    world.legal_name = "=cmd|' /C calc'!A0"
    world.save()
    make.invoice(world, number="T3", month=date(2026, 5, 1))
    found = {row["number"]: row for row in rows(console.get("/control/invoices.csv"))}
    assert found["T3"]["buyer"].startswith("'=")
    book = load_workbook(io.BytesIO(body(console.get("/control/invoices.xlsx"))))
    assert not [c for row in book.worksheets[0].iter_rows() for c in row if c.data_type == "f"]


def test_usage_leads_to_who_uses_most(console, world):
    assert "1,250" in console.get("/control/usage").text
    page = console.get("/control/usage?meter=checkin:scans:").text
    assert "/control/tenants/red/billing" in page
