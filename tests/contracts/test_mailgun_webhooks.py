"""Webhooks as Mailgun sends them.

The bodies are those of its manual, with our Message-ID put in and what we do not read left out:
https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/webhook-payloads
The signature: https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks
"""

import hashlib
import hmac
import json
import time

import pytest

from shared_apps.inbox.models import MailNotice
from tests import make
from themes.letters.models import Mail, Stop

KEY = "key-of-the-webhooks"

PERMANENT = {
    "account": {"id": "1234567890303a4bd1f33898"},
    "delivery-status": {
        "attempt-no": 1,
        "bounce-type": "hard",
        "code": 605,
        "description": "Not delivering to previously bounced address",
        "enhanced-code": "",
        "message": "",
        "session-seconds": 0,
    },
    "domain": {"name": "sample.mailgun.com"},
    "envelope": {"sender": "sender@sample.mailgun.com", "transport": "smtp"},
    "event": "failed",
    "id": "G9Bn5sl1TC6nu79C8C0bwg",
    "log-level": "error",
    "message": {"attachments": [], "headers": {"from": "x", "message-id": "", "to": "y"}},
    "reason": "suppress-bounce",
    "recipient": "ana@example.org",
    "severity": "permanent",
    "timestamp": 1521233195.375624,
    "user-variables": {},
}
TEMPORARY = PERMANENT | {
    "delivery-status": {
        "attempt-no": 1,
        "code": 452,
        "enhanced-code": "4.2.2",
        "message": "4.2.2 The email account that you tried to reach is over quota.",
    },
    "id": "Fs7-5t81S2WVCDo-tHpWNg",
    "severity": "temporary",
}
DELIVERED = {key: value for key, value in PERMANENT.items() if key != "severity"} | {
    "delivery-status": {"code": 250, "enhanced-code": "2.0.0", "message": "OK"},
    "event": "delivered",
    "id": "CPgfbmQMTCKtHW6uIWtuVe",
}
COMPLAINED = {
    key: PERMANENT[key]
    for key in ("account", "domain", "log-level", "message", "recipient", "timestamp")
} | {"event": "complained", "id": "-Agny091SquKnsrW2NEKUA"}
OPENED = COMPLAINED | {"event": "opened", "id": "Ase7i2zsRYeDXztHGENqRA"}


@pytest.fixture
def mail(red, run_deliveries, settings):
    """Return a mail that was sent by a shop behind Mailgun."""
    settings.MAILGUN_SIGNING_KEY = KEY
    make.paid_order()
    run_deliveries()
    return Mail.objects.get()


def post(client, said, mail, *, key=KEY, token="a" * 50, at=None):
    at = str(int(time.time()) if at is None else at)
    headers = said["message"]["headers"] | {"message-id": mail.message_id.strip("<>")}
    body = {
        "signature": {
            "token": token,
            "timestamp": at,
            "signature": hmac.new(key.encode(), (at + token).encode(), hashlib.sha256).hexdigest(),
        },
        "event-data": said | {"message": said["message"] | {"headers": headers}},
    }
    answer = client.post("/hooks/mail/mailgun", json.dumps(body), content_type="application/json")
    return answer.status_code


@pytest.mark.parametrize(
    ("said", "state", "trace", "code"),
    [
        (PERMANENT, "bounced", "bounced", ""),
        (TEMPORARY, "sent", "delayed", "4.2.2"),
        (DELIVERED, "sent", "delivered", "2.0.0"),
        (COMPLAINED, "complained", "complained", ""),
    ],
)
def test_what_it_tells_of_a_mail(platform_client, mail, run_deliveries, said, state, trace, code):
    assert post(platform_client(), said, mail) == 204
    run_deliveries()

    mail.refresh_from_db()
    assert mail.state == state
    assert list(mail.traces.filter(what=trace).values_list("detail", flat=True)) == [code]
    assert Stop.objects.exists() is (state != "sent")


def test_what_we_do_not_ask_about_is_taken_and_not_kept(platform_client, mail):
    assert post(platform_client(), OPENED, mail) == 204
    assert not MailNotice.objects.exists()


@pytest.mark.parametrize("forged", [{"key": "guessed"}, {"at": int(time.time()) - 86_400}])
def test_what_it_did_not_sign_is_refused_so_that_it_is_not_sent_again(
    platform_client, mail, forged
):
    assert post(platform_client(), PERMANENT, mail, **forged) == 406
    assert not MailNotice.objects.exists()


def test_a_caught_signature_carries_no_second_report(platform_client, mail, run_deliveries):
    post(platform_client(), DELIVERED, mail)

    post(platform_client(), PERMANENT, mail)
    run_deliveries()

    mail.refresh_from_db()
    assert mail.state == "sent"
    assert not Stop.objects.exists()
