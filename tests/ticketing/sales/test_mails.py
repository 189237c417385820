"""What buyers find in their mailbox."""

import io

from pypdf import PdfReader

from kernel.facts.models import Record
from tenant_apps.ticketing.sales import mails
from tenant_apps.ticketing.sales.services import look_up, refunds
from tenant_apps.ticketing.tickets import pdf
from tenant_apps.ticketing.tickets.errors import PdfUnavailable
from tenant_apps.ticketing.tickets.services import issuing
from tests import make
from themes.services import save_brand


def html_of(mail) -> str:
    return next(one.content for one in mail.alternatives if one.mimetype == "text/html")


def test_a_paid_order_sends_its_tickets_with_pdf_and_calendar(red, run_deliveries, mailoutbox):
    save_brand(accent="#123456", footer="12 Harbour Street")
    order = make.paid_order(make.event(name="The Tempest"), 2, name="Ana", email="Ana@Example.org")

    run_deliveries()

    (mail,) = mailoutbox
    assert mail.to == ["ana@example.org"]
    assert mail.subject == "Your tickets: The Tempest"
    assert mail.message()["From"] == "Red Theatre <no-reply@marquee.localhost>"
    link = f"http://red.localhost:8000{order.get_absolute_url()}"
    assert link in mail.body
    assert "2 × Stalls: €50.00" in mail.body
    assert f'href="{link}"' in html_of(mail)
    assert "#123456" in html_of(mail)
    assert "12 Harbour Street" in html_of(mail)
    printed, dates = mail.attachments
    assert printed.filename == f"tickets-{order.reference}.pdf"
    assert len(PdfReader(io.BytesIO(printed.content)).pages) == 2
    assert dates.filename == f"tickets-{order.reference}.ics"
    assert "BEGIN:VEVENT" in dates.content


def test_the_same_letter_asked_for_twice_is_sent_once(red, run_deliveries, mailoutbox):
    order = make.paid_order()
    run_deliveries()
    paid = Record.objects.get(name="OrderPaid")

    mails.send_confirmation(order_id=order.pk, key=paid.fact_id)
    run_deliveries()

    assert len(mailoutbox) == 1


def test_a_letter_speaks_the_language_of_the_order(red, run_deliveries, mailoutbox):
    order, payment = make.placed_order(make.event(), name="Eva")
    order.language = "fr"
    order.save()
    make.pay(payment)

    run_deliveries()

    assert '<html lang="fr"' in html_of(mailoutbox[0])


def test_names_cannot_write_headers_or_markup(red, run_deliveries, mailoutbox):
    event = make.event(name="Line\r\nBcc: thief@example.org <i>")
    make.paid_order(event, name="<script>alert(1)</script>")

    run_deliveries()

    (mail,) = mailoutbox
    assert mail.message()["Bcc"] is None
    assert mail.message()["Subject"] == "Your tickets: Line Bcc: thief@example.org <i>"
    assert "<script>" not in html_of(mail)


def test_a_machine_that_cannot_draw_pdfs_still_sends_the_letter(
    red, run_deliveries, mailoutbox, monkeypatch
):
    def no_press():
        raise PdfUnavailable

    monkeypatch.setattr(pdf, "_press", no_press)
    make.paid_order()

    run_deliveries()

    (mail,) = mailoutbox
    assert [one.mimetype for one in mail.attachments] == ["text/calendar"]


def test_a_refund_is_told_with_its_amount(red, run_deliveries, mailoutbox):
    order = make.paid_order()
    run_deliveries()
    refunds.refund(order=order, reason="asked")

    run_deliveries()

    mail = mailoutbox[1]
    assert mail.subject == f"Refund of order {order.reference}"
    assert "€50.00" in mail.body
    assert mail.attachments == []


def test_a_free_order_called_off_promises_no_money(red, run_deliveries, mailoutbox):
    order = make.paid_order(make.event(price=0))
    run_deliveries()
    refunds.refund(order=order, reason="asked")

    run_deliveries()

    assert mailoutbox[1].subject == f"Order {order.reference} is called off"
    assert "Banks" not in mailoutbox[1].body


def test_tickets_taken_back_before_the_worker_came_are_not_sent(red, run_deliveries, mailoutbox):
    order = make.paid_order()
    refunds.refund(order=order, reason="asked")

    run_deliveries()

    assert [one.subject for one in mailoutbox] == [f"Refund of order {order.reference}"]


def test_links_are_sent_for_all_orders_of_an_address_and_to_nobody_else(
    red, run_deliveries, mailoutbox
):
    event = make.event(name="The Tempest")
    mine = [make.paid_order(event, email="ana@example.org") for _ in range(2)]
    other = make.paid_order(event, email="eva@example.org")
    run_deliveries()
    mailoutbox.clear()

    look_up.request_links(email="ANA@example.org")
    look_up.request_links(email="stranger@example.org")
    run_deliveries()

    (mail,) = mailoutbox
    assert mail.to == ["ana@example.org"]
    assert all(one.get_absolute_url() in mail.body for one in mine)
    assert other.reference not in mail.body


def test_a_replaced_ticket_is_sent_alone(red, run_deliveries, mailoutbox):
    order = make.paid_order(number=2)
    run_deliveries()
    mailoutbox.clear()

    issuing.reissue(ticket=order.tickets.first())
    run_deliveries()

    (mail,) = mailoutbox
    assert mail.subject == "A new ticket for Summer Night"
    assert len(PdfReader(io.BytesIO(mail.attachments[0].content)).pages) == 1


def test_the_sale_itself_draws_no_pdf(red, mailoutbox):
    make.paid_order()

    assert mailoutbox == []
