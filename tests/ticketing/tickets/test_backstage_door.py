"""The door and the single ticket, backstage."""

from datetime import timedelta

import pytest

from tenant_apps.ticketing.sales.services import refunds
from tenant_apps.ticketing.tickets.models import Admission, Ticket
from tests import make


@pytest.fixture
def scanner(red, client_for):
    return client_for(red, "scanner")


@pytest.fixture
def ticket(red):
    return make.paid_order(make.event(), 1, name="Ana López").tickets.get()


def scan(client, code, **extra):
    return client.post("/backstage/door", {"code": code, "gate": "North", **extra}).content.decode()


def test_first_green_then_when_and_where(scanner, ticket):
    first = scan(scanner, ticket.code)
    assert 'data-answer="ok"' in first
    assert "Come in" in first
    assert "Ana López" in first
    second = scan(scanner, f" {ticket.code}\n", gate="South")
    assert 'data-answer="already"' in second
    assert "at North" in second
    assert Admission.objects.get().gate == "North"


def test_the_printed_number_can_be_typed_when_no_camera_reads_the_code(scanner, ticket):
    number = f"{ticket.order.reference}-{ticket.pk}"
    assert ticket.number == number
    assert 'data-answer="ok"' in scan(scanner, f" {number.lower()} ")
    assert 'data-answer="already"' in scan(scanner, number)
    assert Admission.objects.get().ticket == ticket


@pytest.mark.parametrize("typed", ["{0}", "{0}-", "{0}-0", "{0}-{2}", "{1}", "AAAAAA-{1}", "{0}-²"])
def test_a_number_that_is_not_quite_the_printed_one_lets_nobody_in(scanner, ticket, typed):
    number = typed.format(ticket.order.reference, ticket.pk, "9" * 40)
    assert "Not valid" in scan(scanner, number)
    assert Admission.objects.count() == 0


def test_the_number_of_a_refunded_ticket_says_cancelled(scanner, ticket):
    refunds.refund(order=ticket.order, reason="ill")
    assert "Cancelled" in scan(scanner, ticket.number)


@pytest.mark.parametrize("code", ["v1.abc.def", "' OR 1=1 --", "🎟", "x" * 399])
def test_a_forged_code_is_red(scanner, ticket, code):
    html = scan(scanner, code)
    assert 'data-answer="no"' in html
    assert "Not valid" in html
    assert Admission.objects.count() == 0


def test_no_code_and_a_much_too_long_one_are_said_and_let_nobody_in(scanner, ticket):
    assert 'data-answer="no"' in scan(scanner, "")
    assert 'data-answer="no"' in scan(scanner, "x" * 5000)
    assert Admission.objects.count() == 0


def test_a_refunded_ticket_says_cancelled(scanner, ticket):
    refunds.refund(order=ticket.order, reason="ill")
    assert "Cancelled" in scan(scanner, ticket.code)
    assert Admission.objects.count() == 0


def test_a_ticket_for_another_event_is_told(scanner, red):
    tonight = make.event(name="Tonight", starts_in=timedelta(hours=2))
    other = make.paid_order(make.event(name="Other"), 1).tickets.get()
    assert "Another event" in scan(scanner, other.code, event=tonight.pk)
    assert Admission.objects.count() == 0


def test_the_door_is_remembered_for_the_next_scan(scanner, ticket):
    scan(scanner, ticket.code)
    assert 'value="North"' in scanner.get("/backstage/door").content.decode()


def test_a_scanner_that_asks_for_the_answer_alone_gets_it_alone(scanner, ticket):
    headers = {"HX-Request": "true", "HX-Target": "verdict"}
    answer = scanner.post("/backstage/door", {"code": ticket.code, "gate": ""}, headers=headers)
    html = answer.content.decode()
    assert 'data-answer="ok"' in html
    assert "<html" not in html


def test_the_door_opens_for_scanners_and_not_for_finance(red, client_for, scanner, ticket):
    assert client_for(red, "finance").get("/backstage/door").status_code == 403
    assert scanner.get("/backstage/")["Location"] == "/backstage/door"
    assert scanner.get("/backstage/orders").status_code == 403


def test_a_ticket_of_red_is_no_ticket_in_blue(blue, client_for, ticket):
    assert 'data-answer="no"' in scan(client_for(blue, "scanner"), ticket.code)
    assert Admission.objects.count() == 0


def test_reissuing_asks_first_and_gives_a_new_code(red, client_for, ticket):
    support = client_for(red, "support")
    address = f"/backstage/tickets/{ticket.pk}/reissue"
    assert "stops working" in support.get(address).content.decode()
    assert Ticket.objects.count() == 1
    support.post(address)
    new = Ticket.objects.get(replaces=ticket)
    assert new.code != ticket.code
    assert support.post(address).status_code == 409
    assert client_for(red, "finance").post(address).status_code == 403
