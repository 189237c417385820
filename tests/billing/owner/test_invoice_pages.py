"""Invoices: the list, one with all that became of it, its papers, paying it."""

import pytest

from billing.models import Account, Invoice
from tests.billing import make
from tests.billing.engine.conftest import DECLINES, WORKS


@pytest.fixture
def unpaid(desk):
    """An invoice that the bank has said no to."""
    desk.card()
    desk.story.order("checkin")
    desk.card(DECLINES)
    desk.at("2027-02-01 06:00")
    return desk.story.last


def test_no_invoice_yet_is_said(desk):
    assert "No invoice yet" in desk.words("invoices")


def test_the_list_has_years(desk, unpaid):
    assert f"{unpaid.number} 1 Feb 2027 To be paid" in desk.words("invoices")
    assert "?year=" not in desk.get("invoices").text

    Invoice.objects.filter(pk=unpaid.pk).update(issued_on="2026-12-01")
    desk.at("2027-03-01 06:00")
    row = f"{unpaid.number} 1 Dec 2026"
    assert row in desk.words("invoices?year=2026")
    assert row not in desk.words("invoices?year=2027")
    assert row in desk.words("invoices?year=x")


def test_what_became_of_it_stands_in_words(desk, unpaid):
    said = desk.words(f"invoices/{unpaid.number}")

    assert "To be paid" in said
    assert "We tried Test card •••• 0341, and the bank said no." in said
    assert "due on 15 February 2027" in said


def test_it_is_paid_with_another_card_and_all_is_well_at_once(desk, unpaid):
    desk.post(f"invoices/{unpaid.number}/pay")
    assert "That did not work: the bank said no." in desk.words(f"invoices/{unpaid.number}")

    answer = desk.post("method", number=WORKS)
    assert answer["Location"] == f"/shops/red/billing/invoices/{unpaid.number}"
    desk.post(f"invoices/{unpaid.number}/pay")

    said = desk.words(f"invoices/{unpaid.number}")
    assert f"Invoice {unpaid.number} is paid." in said
    assert "paid with Test card •••• 4242." in said
    assert "Pay" not in said.partition("What became of it")[2]
    assert desk.account.state == Account.State.GOOD
    assert "A payment did not go through" not in desk.words()


def test_what_is_settled_cannot_be_paid_twice(desk, unpaid):
    desk.post("method", number=WORKS)
    desk.post(f"invoices/{unpaid.number}/pay")
    desk.post(f"invoices/{unpaid.number}/pay")

    assert "This invoice is settled." in desk.words(f"invoices/{unpaid.number}")
    assert unpaid.receipts.filter(kind="paid").count() == 1


def test_its_papers_are_kept_by_nobody_on_the_way(desk, unpaid):
    for kind, begins in (("pdf", b"%PDF"), ("xml", b"<?xml")):
        answer = desk.get(f"invoices/{unpaid.number}/{kind}")
        assert answer.status_code == 200
        assert answer.content.startswith(begins)
        assert answer["Cache-Control"] == "no-store"
        assert unpaid.number in answer["Content-Disposition"]


@pytest.mark.parametrize("part", ["", "/pdf", "/xml", "/lines/1", "/lines/1.csv"])
def test_anothers_invoice_is_not_there(desk, blue, part):
    others = make.invoice(make.account(blue), lines=[make.line(what="usage", meter="scans")])

    assert desk.get(f"invoices/{others.number}{part}").status_code == 404
    assert desk.post(f"invoices/{others.number}/pay").status_code == 404
