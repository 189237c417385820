"""The money page and its files: the same figures everywhere, and text that stays text."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from billing import sheets
from tenant_apps.ticketing.payments.models import Entry
from tenant_apps.ticketing.sales.services import refunds
from tests import make
from tests.questions import asked

EVIL = ["=SUM(A1:A9)", "+1+1", "-2+3", "@SUM(1)", "\t=1", "=cmd|' /C calc'!A0"]


@pytest.fixture
def finance(red, client_for):
    return client_for(red, "finance")


@pytest.fixture
def sales(red):
    """Orders of several events at odd prices, one of them refunded."""
    for number, name in enumerate(EVIL):
        of = make.event(name=name, price=1999 + number)
        make.paid_order(of, number + 1)
    refunds.refund(order=make.paid_order(of, 2), reason="ill")


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def rows_of(answer):
    text = body(answer).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def cents():
    return Decimal(sum(Entry.objects.values_list("amount", flat=True))) / 100


def test_page_csv_and_workbook_say_the_same_to_the_cent(finance, sales):
    net = cents()
    html = finance.get("/backstage/money").content.decode()
    assert f"€{net}" in html
    (total,) = [
        row
        for row in rows_of(finance.get("/backstage/money/statement.csv"))
        if row["event"] == "Total"
    ]
    assert Decimal(total["net"]) == net
    entries = rows_of(finance.get("/backstage/money/entries.csv"))
    assert len(entries) == Entry.objects.count()
    assert sum(Decimal(row["amount"]) for row in entries) == net
    book = load_workbook(io.BytesIO(body(finance.get("/backstage/money/statement.xlsx"))))
    assert book.sheetnames == ["Statement", "Totals", "Entries"]
    amounts = [row[10].value for row in book["Entries"].iter_rows(min_row=2)]
    assert sum(Decimal(str(one)) for one in amounts) == net
    nets = [row[7].value for row in book["Statement"].iter_rows(min_row=2)]
    assert sum(Decimal(str(one)) for one in nets) == net
    assert Decimal(str(book["Totals"]["H2"].value)) == net


def test_text_never_becomes_a_formula_in_a_workbook(finance, sales):
    book = load_workbook(io.BytesIO(body(finance.get("/backstage/money/statement.xlsx"))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    names = {cell.value for cell in cells if cell.data_type == "s"}
    assert {name.strip() for name in EVIL} <= {str(name).strip() for name in names}
    assert {cell.data_type for cell in book["Entries"]["K"][1:]} == {"n"}
    assert {cell.data_type for cell in book["Entries"]["C"][1:]} == {"d"}


def test_text_never_begins_a_formula_in_csv(finance, sales):
    for name in ("statement", "entries"):
        raw = body(finance.get(f"/backstage/money/{name}.csv"))
        assert raw.startswith("\ufeff".encode())
        for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"))):
            for cell in row:
                runs = cell.startswith(("=", "+", "-", "@", "\t", "\r"))
                assert not runs or Decimal(cell) < 0, cell


def test_times_in_the_files_are_utc_and_the_shops(finance, red):
    make.paid_order()
    row = rows_of(finance.get("/backstage/money/entries.csv"))[0]
    assert row["booked_at_utc"].endswith("+00:00")
    assert row["booked_at_local"][-6:] in ("+01:00", "+02:00")  # Paris


def test_an_event_leads_to_its_own_entries(finance, red):
    jazz, opera = make.event(name="Jazz"), make.event(name="Opera")
    make.paid_order(jazz)
    make.paid_order(opera)
    assert f"event={jazz.pk}" in finance.get("/backstage/money").content.decode()
    html = finance.get("/backstage/money/entries", {"event": jazz.pk}).content.decode()
    assert "Jazz" in html
    assert "Opera" not in html
    rows = rows_of(finance.get("/backstage/money/entries.csv", {"event": jazz.pk}))
    assert {row["event"] for row in rows} == {"Jazz"}


@pytest.mark.parametrize(
    "query",
    ["first=x", "first=2026-02-30", "first=2026-05-01&last=2026-04-01", "last=0001-01-01",
     "first=1900-01-01&last=2199-01-01", "by=nonsense", "event=x", "event=99999999999999999999",
     "page=x", "event=none"],
)  # fmt: skip
def test_nonsense_in_the_address_is_answered_kindly(finance, red, query):
    make.paid_order()
    for path in ("", "/entries", "/entries.csv", "/statement.csv", "/statement.xlsx"):
        assert finance.get(f"/backstage/money{path}?{query}").status_code == 200


def test_a_wrong_period_is_said_at_its_field(finance, red):
    html = finance.get("/backstage/money?first=2026-05-02&last=2026-05-01").content.decode()
    assert 'id="id_last-error"' in html
    assert 'value="2026-05-02"' in html


def test_a_period_without_sales_is_empty(finance, red):
    make.paid_order()
    past = (timezone.now() - timedelta(days=400)).date()
    answer = finance.get("/backstage/money", {"first": past, "last": past})
    assert "Nothing moved" in answer.content.decode()


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 200), ("manager", 200), ("support", 403), ("scanner", 403)]
)
def test_who_sees_money(red, client_for, role, status):
    client = client_for(red, role)
    for path in ("", "/entries", "/entries.csv", "/statement.csv", "/statement.xlsx"):
        assert client.get(f"/backstage/money{path}").status_code == status


def test_a_file_of_red_is_read_in_red_wherever_it_is_sent(finance, red, in_blue):
    make.paid_order()
    answer = finance.get("/backstage/money/entries.csv")
    with in_blue():
        assert len(rows_of(answer)) == 2
        assert Entry.objects.count() == 0  # still in blue


def test_the_page_asks_as_many_questions_for_many_events_as_for_one(finance, red):
    make.paid_order()
    for_one = asked(finance, "/backstage/money")
    for _ in range(5):
        make.paid_order()
    assert asked(finance, "/backstage/money") == for_one


def test_a_long_ledger_goes_on_on_another_sheet(finance, sales, monkeypatch):
    monkeypatch.setattr(sheets, "LONGEST_SHEET", 5)
    monkeypatch.setattr(sheets, "CHUNK", 3)
    book = load_workbook(io.BytesIO(body(finance.get("/backstage/money/statement.xlsx"))))
    parts = [book[name] for name in book.sheetnames if name.startswith("Entries")]
    assert sum(part.max_row - 1 for part in parts) == Entry.objects.count()
    assert Decimal(str(book["Totals"]["H2"].value)) == cents()
