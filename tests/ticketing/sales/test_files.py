"""The files of an order, fetched by its link."""

import io

import pytest
from pypdf import PdfReader

from tenant_apps.ticketing.sales.services import refunds
from tests import make

FILES = ["tickets.pdf", "calendar.ics"]


def test_the_link_opens_all_valid_tickets_as_one_pdf(red, client_for):
    order = make.paid_order(number=2)

    answer = client_for(red).get(f"{order.get_absolute_url()}/tickets.pdf")

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'inline; filename="tickets-{order.reference}.pdf"'
    assert answer["Cache-Control"] == "private, no-store"
    assert len(PdfReader(io.BytesIO(answer.content)).pages) == 2


def test_one_ticket_can_be_asked_for(red, client_for):
    order = make.paid_order(number=2)
    one = order.tickets.first()

    answer = client_for(red).get(f"{order.get_absolute_url()}/tickets.pdf?ticket={one.pk}")

    assert len(PdfReader(io.BytesIO(answer.content)).pages) == 1


@pytest.mark.parametrize("ticket", ["0", "-1", "x", "9" * 30, "٣", " 1"])
def test_nonsense_for_a_ticket_finds_nothing(red, client_for, ticket):
    order = make.paid_order()

    answer = client_for(red).get(f"{order.get_absolute_url()}/tickets.pdf", {"ticket": ticket})

    assert answer.status_code == 404


def test_the_ticket_of_another_order_is_not_shown(red, client_for):
    mine, other = make.paid_order(), make.paid_order(email="eva@example.org")
    foreign = other.tickets.first()
    visit = client_for(red).get

    assert visit(f"{mine.get_absolute_url()}/tickets.pdf?ticket={foreign.pk}").status_code == 404
    assert visit(f"{mine.get_absolute_url()}/{foreign.pk}.svg").status_code == 404


def test_the_calendar_file_and_the_picture_of_a_code(red, client_for):
    order = make.paid_order()
    ticket = order.tickets.first()

    dates = client_for(red).get(f"{order.get_absolute_url()}/calendar.ics")
    picture = client_for(red).get(f"{order.get_absolute_url()}/{ticket.pk}.svg")

    assert dates["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"BEGIN:VEVENT" in dates.content
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture.content.startswith(b"<svg")


@pytest.mark.parametrize("file", FILES)
def test_a_wrong_key_opens_nothing(red, client_for, file):
    order = make.paid_order()

    assert client_for(red).get(f"/orders/{order.reference}/wrong/{file}").status_code == 404
    assert client_for(red).get(f"/orders/QQQQQQ/{order.key}/{file}").status_code == 404


def test_after_a_refund_there_is_nothing_to_print(red, client_for):
    order = make.paid_order()
    ticket = order.tickets.first()
    refunds.refund(order=order, reason="asked")

    for file in [*FILES, f"{ticket.pk}.svg"]:
        assert client_for(red).get(f"{order.get_absolute_url()}/{file}").status_code == 404


def test_the_other_shop_has_never_heard_of_the_order(red, blue, client_for):
    order = make.paid_order()

    answer = client_for(blue).get(f"{order.get_absolute_url()}/tickets.pdf")

    assert answer.status_code == 404
