"""Each ticket lets one person in, once."""

import pytest

from kernel.facts.models import Record
from tenant_apps.ticketing.tickets.errors import TicketIsUsed, TicketIsVoid
from tenant_apps.ticketing.tickets.models import Admission, Ticket
from tenant_apps.ticketing.tickets.services import admission, issuing
from tests import make


@pytest.fixture
def ticket(red):
    return make.paid_order(make.event(), 1).tickets.get()


def test_the_first_scan_lets_in_and_the_second_says_when_and_where(ticket):
    first = admission.admit(code=ticket.code, gate="North")
    second = admission.admit(code=ticket.code, gate="South")
    assert first.status == "ok"
    assert (second.status, second.reason) == ("error", "already_redeemed")
    assert (second.first.gate, second.first.at) == ("North", first.first.at)
    assert Admission.objects.count() == 1
    assert Record.objects.filter(name="TicketAdmitted").count() == 1


@pytest.mark.parametrize("code", ["", "v1.abc.def", "x" * 5000, "' OR 1=1 --", "\x00"])
def test_a_forged_code_is_invalid(ticket, code):
    verdict = admission.admit(code=code)
    assert (verdict.status, verdict.reason, verdict.ticket) == ("error", "invalid", None)


def test_a_ticket_of_another_event_is_refused_and_stays_unused(ticket):
    other = make.event(name="Another night")
    assert admission.admit(code=ticket.code, event_id=other.pk).reason == "wrong_event"
    assert admission.admit(code=ticket.code, event_id=ticket.session.event_id).status == "ok"


def test_a_reissued_ticket_has_a_new_code_and_the_old_one_is_dead(ticket):
    new = issuing.reissue(ticket=ticket)
    assert new.code != ticket.code
    assert new.replaces_id == ticket.pk
    assert admission.admit(code=ticket.code).reason == "replaced"
    assert admission.admit(code=new.code).status == "ok"
    assert Ticket.objects.valid().count() == 1


def test_a_used_or_void_ticket_cannot_be_reissued(ticket):
    new = issuing.reissue(ticket=ticket)
    with pytest.raises(TicketIsVoid):
        issuing.reissue(ticket=ticket)
    admission.admit(code=new.code)
    with pytest.raises(TicketIsUsed):
        issuing.reissue(ticket=new)


def test_blue_does_not_know_reds_ticket(ticket, in_blue):
    with in_blue():
        assert admission.admit(code=ticket.code).reason == "invalid"
