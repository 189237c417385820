"""One click ends mails like this one: in the mail program, or on a page."""

import pytest
from django.conf import settings

from kernel import stamps
from tests.themes.letters.conftest import write
from themes.letters.models import Stop
from themes.letters.services import sending

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def path_of(mail):
    return sending.unsubscribe_url(mail).partition(".localhost:8000")[2]


def test_mails_that_may_be_stopped_say_so_to_mail_programs(red, run_deliveries, mailoutbox):
    mail = write(kind="test_question")
    write(kind="test_ticket")

    run_deliveries()

    asks, ticket = (one.message() for one in mailoutbox)
    assert asks["List-Unsubscribe"] == f"<{sending.unsubscribe_url(mail)}>"
    assert asks["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sending.unsubscribe_url(mail) in mailoutbox[0].body
    assert ticket["List-Unsubscribe"] is None
    assert "unsubscribe" not in mailoutbox[1].body


def test_a_mail_program_posts_without_cookie_or_token_and_may_do_so_twice(red, client_for):
    mail = write(kind="test_question")
    program = client_for(red, enforce_csrf_checks=True)

    answers = [program.post(path_of(mail), ONE_CLICK).status_code for _time in range(2)]

    assert answers == [200, 200]
    stop = Stop.objects.get()
    assert (stop.address, stop.purpose, stop.reason) == (mail.to, "feedback", "unsubscribed")
    assert mail.traces.filter(what="unsubscribed").count() == 1


def test_looking_at_the_page_changes_nothing(red, client_for):
    mail = write(kind="test_question")

    shown = client_for(red).get(path_of(mail)).content.decode()

    assert "<button" in shown
    assert "a…@example.org" in shown
    assert "ana@example.org" not in shown
    assert not Stop.objects.exists()


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_the_page_speaks_the_readers_language(red, client_for, language):
    mail = write(kind="test_question")
    reader = client_for(red)
    reader.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    shown = reader.get(path_of(mail)).content.decode()

    assert f'<html lang="{language}' in shown


def test_a_stamp_of_red_opens_nothing_in_blue_and_an_invented_one_nothing_at_all(
    red, blue, client_for, in_blue
):
    mail = write(kind="test_question")
    with in_blue():
        write(kind="test_question")
    others = stamps.stamp("mail", red.pk, mail.pk)

    assert client_for(blue).post(path_of(mail), ONE_CLICK).status_code == 404
    assert client_for(red).post(f"/unsubscribe/{others}").status_code == 404
    assert client_for(red).post("/unsubscribe/aaaa").status_code == 404
    assert not Stop.objects.exists()
    with in_blue():
        assert not Stop.objects.exists()
