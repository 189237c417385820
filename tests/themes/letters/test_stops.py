"""Who gets no mail any more, and who still gets what he paid for."""

import pytest
from django.utils import timezone

from tenant_apps.ticketing.customers import services as customers
from tests.themes.letters.conftest import write
from themes.letters.models import Stop
from themes.letters.services import stops

ANA = "ana@example.org"


def consent():
    customer = customers.recognise(email=ANA, name="Ana", language="en")
    customer.marketing_consent_at = timezone.now()
    customer.save()


@pytest.mark.parametrize(
    ("reason", "purpose", "goes"),
    [
        ("unsubscribed", "marketing", {"test_question", "test_ticket", "test_told"}),
        ("unsubscribed", "feedback", {"test_news", "test_ticket", "test_told"}),
        ("complained", "", {"test_ticket"}),
        ("bounced", "", set()),
        ("manual", "", set()),
    ],
)
def test_what_still_goes_out(red, run_deliveries, reason, purpose, goes):
    consent()
    stops.stop(address="ANA@example.org", reason=Stop.Reason(reason), purpose=purpose)
    mails = [write(kind=f"test_{one}") for one in ("news", "question", "ticket", "told")]

    run_deliveries()

    for mail in mails:
        mail.refresh_from_db()
    assert {one.kind for one in mails if one.state == "sent"} == goes
    held = [one for one in mails if one.state == "suppressed"]
    assert all(one.traces.last().detail == reason for one in held)
    assert len(held) == 4 - len(goes)


def test_nobody_is_sent_advertising_without_having_said_yes(red, run_deliveries, mailoutbox):
    mail = write(kind="test_news")

    run_deliveries()

    mail.refresh_from_db()
    assert (mail.state, mail.traces.last().detail) == ("suppressed", "no_consent")
    assert mailoutbox == []


def test_a_stop_in_one_shop_stops_nothing_in_another(red, in_blue, run_deliveries, mailoutbox):
    stops.stop(address=ANA, reason=Stop.Reason.BOUNCED)
    with in_blue():
        write()

    run_deliveries()

    assert [one.to for one in mailoutbox] == [[ANA]]


def test_a_lifted_stop_stays_on_record_with_its_reason(red, run_deliveries, mailoutbox):
    stop = stops.stop(address=ANA, reason=Stop.Reason.BOUNCED)
    stops.lift(stop=stop, because="She telephoned.")
    write()

    run_deliveries()

    stop.refresh_from_db()
    assert stop.lifted_because == "She telephoned."
    assert len(mailoutbox) == 1


def test_a_bounce_stops_the_address_and_a_second_report_changes_nothing(red, run_deliveries):
    mail = write()
    run_deliveries()

    for _time in range(2):
        stops.hear(mail_id=mail.pk, what="bounced", is_permanent=True, code="5.1.1")

    mail.refresh_from_db()
    assert mail.state == "bounced"
    assert Stop.objects.get().address == ANA


def test_five_mails_in_a_row_not_taken_stop_the_address_and_four_do_not(red):
    mails = [write(key=str(number)) for number in range(5)]
    for mail in mails[:4]:
        stops.hear(mail_id=mail.pk, what="bounced", is_permanent=False, code="4.2.2")
    stops.hear(mail_id=mails[0].pk, what="bounced", is_permanent=False, code="4.2.2")
    assert not Stop.objects.exists()

    stops.hear(mail_id=mails[4].pk, what="bounced", is_permanent=False, code="4.2.2")

    assert Stop.objects.get().reason == "bounced"


def test_one_mail_that_arrived_ends_the_row(red):
    mails = [write(key=str(number)) for number in range(6)]
    for mail in mails[:4]:
        stops.hear(mail_id=mail.pk, what="bounced", is_permanent=False, code="4.2.2")
    stops.hear(mail_id=mails[4].pk, what="delivered", is_permanent=False, code="")
    stops.hear(mail_id=mails[5].pk, what="bounced", is_permanent=False, code="4.2.2")

    assert not Stop.objects.exists()


def test_the_page_lifts_with_a_reason_only(red, client_for):
    stop = stops.stop(address=ANA, reason=Stop.Reason.COMPLAINED)
    support = client_for(red, role="support")
    address = f"/backstage/mails/stopped/{stop.pk}/lift"

    support.post(address, {"because": ""})
    assert Stop.objects.standing().exists()
    support.post(address, {"because": "She asked us to."})

    assert not Stop.objects.standing().exists()
    assert client_for(red, role="finance").get("/backstage/mails/stopped").status_code == 403
