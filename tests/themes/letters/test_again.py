"""A mail goes out once more when somebody asks, and not too often."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tenant_apps.ticketing.sales.services import refunds
from tests import make
from tests.themes.letters.conftest import write
from themes.letters.enclosing import Enclosure
from themes.letters.errors import AgainTooSoon, NotAgain
from themes.letters.models import Mail, Trace
from themes.letters.services import sending


def older(mail):
    """Let some minutes pass."""
    past = timezone.now() - timedelta(minutes=10)
    Mail.objects.update(made_at=past)
    Trace.objects.update(at=past)
    mail.refresh_from_db()
    return mail


def test_it_is_written_anew_and_tied_to_the_first(red, run_deliveries, mailoutbox):
    first = older(write(kind="test_told", about={"order_id": 1}))
    sending.ask_again(mail=first)

    run_deliveries()

    copy = Mail.objects.get(again_of=first)
    assert (copy.to, copy.state) == ("new@example.org", "sent")
    assert [one.to for one in mailoutbox] == [["ana@example.org"], ["new@example.org"]]


def test_what_cannot_be_written_anew_goes_as_it_was_with_its_files(red, run_deliveries, mailoutbox):
    first = older(write(enclosures=[Enclosure("a.txt", b"words", "text/plain")]))
    run_deliveries()
    sending.ask_again(mail=first)

    run_deliveries()

    again = mailoutbox[1]
    assert again.body == mailoutbox[0].body
    assert again.attachments[0].content == "words"
    assert again.message()["Message-ID"] != mailoutbox[0].message()["Message-ID"]


def test_not_again_within_two_minutes_and_not_a_sixth_time_in_a_day(red):
    mail = write()
    with pytest.raises(AgainTooSoon):
        sending.ask_again(mail=mail)

    for _time in range(sending.MOST_A_DAY):
        sending.ask_again(mail=older(mail))
    with pytest.raises(AgainTooSoon):
        sending.ask_again(mail=older(mail))

    assert mail.traces.filter(what="asked_again").count() == sending.MOST_A_DAY


def test_a_secret_that_is_forgotten_cannot_be_sent_again(red, run_deliveries):
    mail = write(kind="test_secret")
    run_deliveries()
    older(mail)

    with pytest.raises(NotAgain):
        sending.ask_again(mail=mail)


def test_tickets_of_a_refunded_order_are_not_sent_again_and_the_record_says_so(
    red, run_deliveries, mailoutbox
):
    order = make.paid_order()
    run_deliveries()
    mail = older(Mail.objects.get(kind="order_confirmed"))
    refunds.refund(order=order, reason="asked")
    run_deliveries()
    mailoutbox.clear()
    sending.ask_again(mail=mail)

    run_deliveries()

    assert mailoutbox == []
    assert mail.traces.last().what == "nothing_left"


def test_tickets_go_again_to_the_address_that_the_order_has_by_now(red, run_deliveries, mailoutbox):
    order = make.paid_order()
    run_deliveries()
    order.email = "ana.new@example.org"
    order.save()

    sending.ask_again(mail=older(Mail.objects.get()))
    run_deliveries()

    assert mailoutbox[1].to == ["ana.new@example.org"]
    assert mailoutbox[1].attachments[0].filename == f"tickets-{order.reference}.pdf"


def test_the_page_asks_first_and_needs_the_right_to_send(red, client_for, run_deliveries):
    mail = older(write())
    address = f"/backstage/mails/log/{mail.pk}/again"
    assert client_for(red, role="finance").get(address).status_code == 403
    support = client_for(red, role="support")

    assert "once more?" in support.get(address).content.decode()
    assert not mail.traces.filter(what="asked_again").exists()
    support.post(address)

    assert mail.traces.filter(what="asked_again").exists()
