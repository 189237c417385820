"""The demo's mailbox."""

from email.message import EmailMessage

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.filebased import EmailBackend

from shared_apps.control import mailbox


@pytest.fixture
def folder(public, settings, tmp_path):
    """A demo whose mail goes into files."""
    settings.DEMO = True
    options = {"file_path": str(tmp_path / "mail")}
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": options,
        }
    }
    return tmp_path / "mail"


def letter(subject="Your tickets: Sueño", html="<html><head></head><body>Hola</body></html>"):
    made = EmailMultiAlternatives(
        subject=subject, body="Hello\nhttp://red.localhost/", from_email="Red <a@example.org>",
        to=["ana@example.org"],
    )  # fmt: skip
    if html:
        made.attach_alternative(html, "text/html")
    made.attach("tickets.pdf", b"%PDF-1.7 \n" + b"-" * 79 + b"\n", "application/pdf")
    return made


def send(*letters):
    for one in letters:
        one.send()


def test_letters_are_listed_newest_first_and_opened(folder, platform_client):
    send(letter("First"), letter("Second: Sueño 🎭"))
    visit = platform_client().get

    page = visit("/dev/mail")
    slips = mailbox.slips(folder)

    assert page.status_code == 200
    assert [one.to for one in slips] == ["ana@example.org"] * 2
    assert {one.subject for one in slips} == {"First", "Second: Sueño 🎭"}
    for slip in slips:
        where = f"/dev/mail/{slip.file}/{slip.number}"
        assert where in page.text
        opened = visit(where)
        assert slip.subject in opened.text
        assert f'src="{where}/html"' in opened.text
        assert 'sandbox="allow-popups' in opened.text


def test_the_letter_in_its_frame_runs_nothing(folder, platform_client):
    send(letter(html="<html><head></head><script>alert(1)</script></html>"))
    (slip,) = mailbox.slips(folder)

    answer = platform_client().get(f"/dev/mail/{slip.file}/{slip.number}/html")

    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups" in policy
    assert "allow-scripts" not in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert '<head><base target="_blank">' in answer.text


def test_an_enclosed_file_is_saved_as_it_was(folder, platform_client):
    send(letter())
    (slip,) = mailbox.slips(folder)

    answer = platform_client().get(f"/dev/mail/{slip.file}/{slip.number}/files/0")

    assert b"".join(answer.streaming_content) == b"%PDF-1.7 \n" + b"-" * 79 + b"\n"
    assert answer["Content-Disposition"] == 'attachment; filename="tickets.pdf"'
    assert platform_client().get(
        f"/dev/mail/{slip.file}/{slip.number}/files/1"
    ).status_code == 404  # fmt: skip


def test_a_long_mailbox_has_pages(folder, platform_client):
    send(*(letter(f"Letter {number}") for number in range(30)))

    assert "Page 1 of 2" in platform_client().get("/dev/mail").text


def test_an_empty_mailbox_says_so(folder, platform_client):
    assert "No letters yet" in platform_client().get("/dev/mail").text


@pytest.mark.parametrize("where", ["x/0", "passwd/0", "x/0/html", "x/0/files/0"])
def test_what_is_not_there_is_not_found(folder, platform_client, where):
    assert platform_client().get(f"/dev/mail/{where}").status_code == 404


def test_outside_the_demo_there_is_no_mailbox(folder, platform_client, settings):
    send(letter())
    settings.DEMO = False

    assert platform_client().get("/dev/mail").status_code == 404


def test_where_mail_is_real_there_is_no_mailbox(public, platform_client, settings):
    settings.DEMO = True

    assert platform_client().get("/dev/mail").status_code == 404


def test_a_shop_s_host_has_no_mailbox(red, folder, client_for):
    assert client_for(red).get("/dev/mail").status_code == 404


def test_several_letters_in_one_file_are_told_apart(folder):
    mailer = EmailBackend(alias="default", file_path=str(folder))
    mailer.send_messages([letter("One"), letter("Two", html=None)])

    slips = mailbox.slips(folder)

    assert [one.number for one in slips] == [1, 0]
    assert mailbox.opened(folder, slips[0].file, 1).html == ""
    assert mailbox.opened(folder, slips[0].file, 0).text.startswith("Hello")


def test_a_picture_that_came_with_the_letter_is_seen_in_it(folder, platform_client):
    made = letter(html='<html><head></head><body><img src="cid:logo@marquee"></body></html>')
    logo = EmailMessage()
    logo.set_content(b"\x89PNG", "image", "png", disposition="inline", cid="<logo@marquee>")
    made.attach(logo)
    send(made)
    (slip,) = mailbox.slips(folder)

    page = platform_client().get(f"/dev/mail/{slip.file}/{slip.number}/html")

    assert 'src="data:image/png;base64,iVBORw=="' in page.text
