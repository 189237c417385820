"""Every mail is on record, and goes out once."""

import smtplib
from datetime import timedelta

import pytest
from django.utils import timezone

from kernel.outbox.models import Delivery
from tests.fakes.mail import refused
from tests.themes.letters.conftest import write
from themes.letters.enclosing import Enclosure
from themes.letters.models import Mail, Trace
from themes.letters.services import keeping


def traces(mail):
    return list(mail.traces.values_list("what", "detail"))


def due_now():
    Delivery.objects.update(due_at=timezone.now() - timedelta(seconds=1))


def test_a_mail_is_written_down_then_sent(red, run_deliveries, mailoutbox):
    mail = write(about={"order_id": 7}, reference="K7P2XQ", to="Ana@Example.org ")
    assert (mail.state, mailoutbox) == ("queued", [])

    run_deliveries()

    mail.refresh_from_db()
    assert mail.state == "sent"
    assert mail.to == "ana@example.org"
    assert mail.sender == "Red Theatre <no-reply@marquee.localhost>"
    assert mail.message_id == mailoutbox[0].message()["Message-ID"]
    assert [what for what, _ in traces(mail)] == ["queued", "sent"]
    assert list(Mail.objects.about(order_id=7)) == [mail]


def test_the_same_key_is_the_same_mail_and_another_kind_is_not(red, run_deliveries, mailoutbox):
    first = write(key="fact-1")
    assert write(key="fact-1", to="other@example.org").pk == first.pk
    assert write(key="fact-1", kind="test_told").pk != first.pk

    run_deliveries()

    assert sorted(one.to[0] for one in mailoutbox) == ["ana@example.org"] * 2


def test_a_mail_of_one_shop_is_in_no_other(red, in_blue):
    write()

    with in_blue():
        assert not Mail.objects.exists()


def test_a_mail_of_no_known_kind_is_not_sent(red):
    with pytest.raises(LookupError):
        write(kind="invented")

    assert not Mail.objects.exists()


def test_what_the_server_cannot_take_now_is_tried_again(red, run_deliveries, server):
    server.mood[:] = [refused(451), ConnectionRefusedError()]
    mail = write()

    for _attempt in range(3):
        run_deliveries(strict=False)
        due_now()

    mail.refresh_from_db()
    assert mail.state == "sent"
    assert traces(mail)[1:3] == [("deferred", "451"), ("deferred", "ConnectionRefusedError")]
    assert len(server.taken) == 1


def test_what_the_server_refuses_for_good_has_failed(red, run_deliveries, server):
    server.mood[:] = [refused(550)]
    mail = write()

    run_deliveries()

    mail.refresh_from_db()
    assert mail.state == "failed"
    assert traces(mail)[-1] == ("failed", "550")
    assert not Delivery.objects.exists()


def test_a_password_that_the_server_refuses_is_our_fault_and_tried_again(
    red, run_deliveries, server
):
    server.mood[:] = [smtplib.SMTPAuthenticationError(535, b"no")]
    mail = write()

    run_deliveries(strict=False)

    mail.refresh_from_db()
    assert mail.state == "queued"


def test_after_the_last_try_it_has_failed_and_nothing_is_parked(red, run_deliveries, server):
    server.mood[:] = [ConnectionRefusedError() for _ in range(20)]
    mail = write()

    for _attempt in range(8):
        run_deliveries(strict=False)
        due_now()

    mail.refresh_from_db()
    assert mail.state == "failed"
    assert not Delivery.objects.exists()


def test_files_go_with_it_and_their_content_is_not_kept_where_it_can_be_made_anew(
    red, run_deliveries, mailoutbox
):
    mail = write(kind="test_told", enclosures=[Enclosure("a.txt", b"words", "text/plain")])

    run_deliveries()

    assert mailoutbox[0].attachments[0].filename == "a.txt"
    kept = mail.enclosures.get()
    assert (kept.name, kept.size, kept.content) == ("a.txt", 5, None)


def test_a_secret_mail_is_forgotten_once_it_is_sent(red, run_deliveries, mailoutbox):
    mail = write(kind="test_secret")

    run_deliveries()

    mail.refresh_from_db()
    assert "Something to read." in mailoutbox[0].body
    assert (mail.text, mail.html, mail.has_bodies) == ("", "", False)


def test_bodies_are_dropped_when_their_time_has_come_and_the_rest_stays(
    red, run_deliveries, settings
):
    old, new, waiting = write(key="1"), write(key="2"), write(key="3")
    run_deliveries()
    long_ago = timezone.now() - timedelta(days=settings.MAIL_BODIES_DAYS + 1)
    Mail.objects.exclude(pk=new.pk).update(made_at=long_ago)
    Mail.objects.filter(pk=waiting.pk).update(state="queued")

    assert keeping.drop_old_bodies() == 1

    old.refresh_from_db()
    assert (old.text, old.to, old.has_bodies) == ("", "ana@example.org", False)
    assert Mail.objects.exclude(text="").count() == 2
    assert traces(old)[-1] == (Trace.What.DROPPED, "")
