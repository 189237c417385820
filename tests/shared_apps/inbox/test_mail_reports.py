"""What mail servers report reaches the shop that our own stamp names, and no other."""

import hashlib
import hmac
import json
import time

import pytest

from kernel import stamps
from shared_apps.inbox.models import MailNotice
from tests import make
from themes.letters.models import Mail, Stop

SECRET = "a-secret-of-ours"


@pytest.fixture(autouse=True)
def _secret(settings):
    settings.MAIL_HOOK_SECRET = f"older,{SECRET}"


@pytest.fixture
def mail(red, run_deliveries):
    """Return the mail with the tickets of an order in red, as sent."""
    make.paid_order()
    run_deliveries()
    return Mail.objects.get()


def report(of, **said):
    return {
        "id": "r1",
        "what": "bounced",
        "permanent": True,
        "code": "550 5.1.1 <ana@example.org> no such user",
        "at": "2026-01-01T12:00:00Z",
        "mail": of.message_id,
        **said,
    }


def post(client, said, *, secret=SECRET, off=0, body=None):
    at = int(time.time()) + off
    text = json.dumps(said)
    seal = hmac.new(secret.encode(), f"{at}.{text}".encode(), hashlib.sha256).hexdigest()
    return client.post(
        "/hooks/mail",
        body or text,
        content_type="application/json",
        headers={"Marquee-Signature": f"t={at},v1={seal}"},
    ).status_code


def test_a_bounce_reaches_its_mail_and_stops_the_address(platform_client, mail, run_deliveries):
    assert post(platform_client(), report(mail)) == 204
    run_deliveries()

    mail.refresh_from_db()
    assert mail.state == "bounced"
    assert (Stop.objects.get().address, Stop.objects.get().note) == (mail.to, "5.1.1")


def test_the_address_that_the_bounce_came_back_to_names_the_mail_as_well(
    platform_client, mail, run_deliveries, mailoutbox
):
    came_to = mailoutbox[0].from_email.upper()

    assert post(platform_client(), report(mail, mail=came_to)) == 204
    run_deliveries()

    mail.refresh_from_db()
    assert mail.state == "bounced"


def test_the_same_report_again_changes_nothing(platform_client, mail, run_deliveries):
    for _time in range(3):
        assert post(platform_client(), report(mail)) == 204
        run_deliveries()

    assert mail.traces.filter(what="bounced").count() == 1
    assert MailNotice.objects.count() == 1


def test_what_is_kept_in_public_names_nobody(platform_client, mail):
    post(platform_client(), report(mail))

    kept = MailNotice.objects.values().get()
    assert "ana" not in str(kept)
    assert kept["code"] == "5.1.1"


@pytest.mark.parametrize(
    "forged",
    [
        {"secret": "guessed"},
        {"off": -900},
        {"off": 900},
        {"body": '{"id": "other"}'},
    ],
)
def test_what_is_not_signed_by_us_now_is_refused(platform_client, mail, run_deliveries, forged):
    assert post(platform_client(), report(mail), **forged) == 406
    run_deliveries()

    mail.refresh_from_db()
    assert mail.state == "sent"
    assert not MailNotice.objects.exists()


@pytest.mark.parametrize("said", [[], {"id": ""}, {"id": 7}, {"id": "a", "at": "now"}])
def test_signed_nonsense_is_refused_quietly(platform_client, public, said):
    assert post(platform_client(), said) == 406


@pytest.mark.parametrize("path", ["/hooks/mail", "/hooks/mail/mailgun"])
def test_what_strangers_send_is_refused_however_deep_it_is(platform_client, settings, path):
    settings.MAILGUN_SIGNING_KEY = SECRET
    body = "[" * 200_000
    answer = platform_client().post(path, body, content_type="application/json")
    assert answer.status_code == 406


def test_no_report_reaches_another_shop_whatever_it_says(
    platform_client, mail, blue, in_blue, run_deliveries
):
    with in_blue():
        make.paid_order()
    run_deliveries()
    with in_blue():
        others = Mail.objects.get()
    guessed = stamps.stamp("unsubscribe", blue.pk, others.pk)
    said = report(mail, mail=f"<{guessed}@marquee.localhost>", schema="blue", tenant=blue.pk)

    assert post(platform_client(), said) == 204
    run_deliveries()

    with in_blue():
        others.refresh_from_db()
        assert others.state == "sent"
        assert not Stop.objects.exists()
    assert MailNotice.objects.get().state == "ignored"


def test_a_complaint_stops_what_is_not_owed(platform_client, mail, run_deliveries):
    post(platform_client(), report(mail, what="complained", code=""))
    run_deliveries()

    mail.refresh_from_db()
    assert mail.state == "complained"
    assert Stop.objects.get().reason == "complained"


def test_without_a_secret_nobody_is_listened_to(platform_client, mail, settings):
    settings.MAIL_HOOK_SECRET = ""

    assert post(platform_client(), report(mail), secret="") == 404
    assert (
        platform_client().post("/hooks/mail/mailgun", "{}", "application/json").status_code == 404
    )


def test_no_shop_has_this_door(client_for, mail, red):
    assert client_for(red).post("/hooks/mail", "{}", "application/json").status_code == 404
