"""Who was let in is asked once, after it is over."""

from django.db import transaction

from kernel.facts.models import Record
from shared_apps.tenants.services import features
from tenant_apps.addons.surveys.models import Invitation
from tenant_apps.addons.surveys.services import invitations
from tenant_apps.addons.surveys.tasks import ask_visitors
from tenant_apps.ticketing.tickets.models import Ticket, Void
from tenant_apps.ticketing.tickets.services import admission, issuing
from tests import make
from tests.conftest import STAFF


def test_who_was_let_in_is_invited_once_and_blue_saw_nothing(admitted, run_deliveries, in_blue):
    (invitation,) = admitted()

    admission.admit(code=invitation.ticket.code)  # the second scan of the same ticket
    invitations.invite(ticket_id=invitation.ticket_id)
    run_deliveries()

    assert list(Invitation.objects.all()) == [invitation]
    assert len(invitation.token) >= 32
    with in_blue():
        assert not Invitation.objects.exists()


def test_who_stayed_away_is_not_invited(surveys, run_deliveries):
    make.paid_order()
    run_deliveries()
    assert not Invitation.objects.exists()


def test_nobody_is_asked_before_it_has_been_over_for_two_hours(admitted, after_the_end):
    event = make.event()
    admitted(of=event)
    with after_the_end(event, hours=1, minutes=59):
        assert invitations.ask_due() == 0
    with after_the_end(event, hours=2):
        assert invitations.ask_due() == 1


def test_one_order_gets_one_mail_with_a_link_for_everybody_and_only_one(
    admitted, after_the_end, run_deliveries, questions
):
    event = make.event()
    found = admitted(3, of=event, email="ana@example.org")
    with after_the_end(event):
        assert invitations.ask_due() == 1
        assert invitations.ask_due() == 0
        run_deliveries()

    (sent,) = questions()
    assert sent.to == ["ana@example.org"]
    assert "Summer Night" in sent.subject
    for one in found:
        assert sent.body.count(f"http://red.localhost:8000/surveys/{one.token}") == 1
    html = sent.alternatives[0][0]
    assert f"{found[0].token}?score=10" in html


def test_the_mail_speaks_the_language_of_the_order(
    admitted, after_the_end, run_deliveries, questions
):
    event = make.event()
    (invitation,) = admitted(of=event)
    order = invitation.ticket.order
    order.language = "es"
    order.save()
    with after_the_end(event):
        invitations.ask_due()
        run_deliveries()
    assert '<html lang="es"' in questions()[0].alternatives[0][0]


def test_a_ticket_that_was_taken_back_is_not_asked(admitted, after_the_end):
    event = make.event()
    (invitation,) = admitted(of=event)
    with transaction.atomic():
        issuing.void(
            tickets=Ticket.objects.filter(pk=invitation.ticket_id), reason=Void.Reason.REFUNDED
        )
    with after_the_end(event):
        assert invitations.ask_due() == 0


def test_after_two_weeks_nobody_is_asked_any_more(admitted, after_the_end):
    event = make.event()
    admitted(of=event)
    with after_the_end(event, days=14, seconds=1):
        assert invitations.ask_due() == 0


def test_the_clock_asks_in_shops_that_have_surveys_and_in_no_other(
    admitted, after_the_end, run_deliveries, surveys, questions
):
    event = make.event()
    admitted(of=event)
    features.turn_off(tenant=surveys, code="surveys", by=STAFF, reason="unpaid", state="suspended")
    with after_the_end(event):
        ask_visitors()
        assert not Record.objects.filter(name="VisitorsAsked").exists()
        features.turn_on(tenant=surveys, code="surveys", by=STAFF, reason="paid")
        ask_visitors()
        run_deliveries()
    assert Record.objects.filter(name="VisitorsAsked").count() == 1
    assert len(questions()) == 1


def test_a_name_of_two_lines_keeps_no_question_from_being_sent(
    admitted, after_the_end, run_deliveries, questions
):
    event = make.event(name="Summer\r\nBcc: eve@example.org")
    admitted(of=event)
    with after_the_end(event):
        invitations.ask_due()
        run_deliveries()

    (sent,) = questions()
    assert sent.bcc == []
    assert "\n" not in sent.subject
