"""A shop with surveys on, and people who came."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from tenant_apps.addons.surveys.models import Invitation
from tenant_apps.ticketing.tickets.services import admission
from tests import make


@pytest.fixture
def surveys(red, turn_on):
    turn_on(red, "surveys")
    return red


@pytest.fixture
def admitted(surveys, run_deliveries):
    """`admitted(number=1, of=None)`: invitations of people who were let in with one order."""

    def let_in(number=1, of=None, **buyer):
        order = make.paid_order(of or make.event(), number, **buyer)
        for ticket in order.tickets.all():
            assert admission.admit(code=ticket.code, gate="A").status == "ok"
        run_deliveries()
        return list(Invitation.objects.filter(ticket__order=order))

    return let_in


@pytest.fixture
def after_the_end():
    """`after_the_end(event, hours=3)`: a time machine that stands so long after the session."""

    def travel(event, **later):
        end = make.session_of(event).ends_at
        return time_machine.travel(end + timedelta(**(later or {"hours": 3})), tick=False)

    return travel


@pytest.fixture
def at():
    """`at(days=3)`: so much later than now."""
    return lambda **later: time_machine.travel(timezone.now() + timedelta(**later), tick=False)


@pytest.fixture
def questions():
    """`questions()`: the mails that ask, among all that were sent."""
    return lambda: [one for one in mail.outbox if "/surveys/" in one.body]
