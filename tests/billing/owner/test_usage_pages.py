"""Usage: what the figures say is in the rows, and an invoice's line leads to its own."""

import csv
import io
from datetime import UTC, datetime

import pytest

from billing.models import Usage
from billing.services import usage
from tests.questions import asked


@pytest.fixture
def scanning(desk):
    desk.card()
    desk.story.order("checkin")
    return desk


def record(desk, source, when="2027-01-12 23:30", meter="scans", **more):
    at = datetime.fromisoformat(when).replace(tzinfo=UTC)
    usage.record(account=desk.account, code="checkin", meter=meter, source=source, occurred_at=at,
                 **more)  # fmt: skip


def rows_of(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_every_time_is_there_on_the_clock_of_the_account(scanning):
    record(scanning, "scan:7")
    scanning.at("2027-01-13 09:00")

    said = scanning.words("usage/checkin/scans")

    assert "13 Jan 2027, 00:30:00 scan:7 1" in said
    assert "on the clock of Europe/Paris" in said


def test_a_month_is_chosen_and_nonsense_is_this_month(scanning):
    record(scanning, "scan:7")
    scanning.at("2027-02-03 09:00")

    assert "Nothing was counted." in scanning.words("usage/checkin/scans")
    assert "scan:7" in scanning.words("usage/checkin/scans?month=2027-01")
    for month in ("x", "2027-13", "1999-01", "2030-01"):
        assert "Nothing was counted." in scanning.words(f"usage/checkin/scans?month={month}")
    assert "Used in January 2027" in scanning.words("usage?month=2027-01")


def test_a_script_is_told_only_what_is_new(scanning):
    record(scanning, "scan:1")
    scanning.at("2027-01-13 09:00")
    newest = Usage.objects.latest("pk").pk
    path = f"/shops/red/billing/usage/checkin/scans?since={newest}"
    assert scanning.client.get(path).status_code == 204

    record(scanning, "scan:2")
    part = scanning.client.get(path, headers={"hx-request": "true", "hx-target": "meter-live"})

    assert part.status_code == 200
    assert "<html" not in part.text
    assert f"since={newest + 1}" in part.text


def test_the_file_has_every_row_and_runs_nothing(scanning):
    for source in ("=SUM(A1)", "+1", "@x", "scan:1"):
        record(scanning, source)
    scanning.at("2027-01-13 09:00")

    rows = rows_of(scanning.get("usage/checkin/scans.csv"))

    assert {row["source"] for row in rows} == {"'=SUM(A1)", "'+1", "'@x", "scan:1"}
    assert {row["at_local"][:16] for row in rows} == {"2027-01-13T00:30"}
    assert scanning.get("usage/checkin/scans.csv")["Cache-Control"] == "no-store"


def test_an_invoices_line_leads_to_what_it_counted_and_to_no_more(scanning):
    record(scanning, "scan:1", quantity=300)
    scanning.at("2027-02-01 06:00")
    first = scanning.story.last
    line = first.lines.get(what="usage")
    record(scanning, "late", when="2027-01-31 20:00", quantity=200)

    path = f"invoices/{first.number}/lines/{line.position}"
    assert f'href="/shops/red/billing/{path}"' in scanning.get(f"invoices/{first.number}").text
    assert "scan:1" in scanning.words(path)
    assert "late" not in scanning.words(path)
    assert sum(int(row["quantity"]) for row in rows_of(scanning.get(f"{path}.csv"))) == 300

    scanning.at("2027-03-01 06:00")
    second = scanning.story.last
    again = second.lines.get(what="usage", period="2027-01")
    said = scanning.words(f"invoices/{second.number}/lines/{again.position}")
    assert "late" in said
    assert "scan:1" not in said


def test_a_line_that_counted_nothing_has_no_rows(scanning):
    scanning.at("2027-02-01 06:00")
    invoice = scanning.story.last
    fixed = invoice.lines.filter(what="fixed").first()

    assert scanning.get(f"invoices/{invoice.number}/lines/{fixed.position}").status_code == 404
    assert scanning.get(f"invoices/{invoice.number}/lines/99").status_code == 404


@pytest.mark.parametrize("path", ["usage/checkin/unlimited", "usage/checkin/x", "usage/x/scans"])
def test_what_is_no_meter_has_no_page(scanning, path):
    assert scanning.get(path).status_code == 404


def test_many_rows_are_many_pages_and_no_more_questions(scanning):
    record(scanning, "scan:0")
    scanning.at("2027-01-14 09:00")
    path = "/shops/red/billing/usage/checkin/scans"
    few = asked(scanning.client, path)
    for number in range(1, 120):
        record(scanning, f"scan:{number}")

    assert asked(scanning.client, path) <= few
    assert "Page 3 of 3" in scanning.words("usage/checkin/scans?page=3")


def test_where_nothing_is_counted_it_says_so(desk):
    assert "Nothing is counted" in desk.words("usage")


def test_what_is_tried_costs_nothing_up_to_what_is_given_away(desk):
    desk.story.order("checkin", state="trial")
    desk.story.scan(500)
    assert "Nothing to pay so far; €0.01 per accepted scan." in desk.words("usage")

    desk.story.scan(100)
    assert "So far €1.00 on the next invoice." in desk.words("usage")
    assert "So far €1.00 on the next invoice." in desk.words("usage/checkin/scans")


def test_a_past_month_says_what_was_asked_for_it(scanning):
    scanning.story.scan(300)
    scanning.at("2027-02-01 06:00")

    assert "We asked €3.00 for it." in scanning.words("usage?month=2027-01")


def test_what_is_off_by_now_still_shows_what_it_counted(scanning):
    scanning.story.scan(7)
    scanning.story.stop("checkin")
    scanning.at("2027-02-03 09:00")

    assert "Accepted scans" in scanning.words("usage?month=2027-01")
    assert "Nothing is counted" in scanning.words("usage")
