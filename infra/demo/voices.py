"""What visitors said when they were asked, for shops that have surveys."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from infra.demo.diary import Diary, last_record
from infra.demo.theatre import SEASON
from tenant_apps.addons.surveys.services import invitations, replies
from tenant_apps.ticketing.tickets.models import Admission

ASKED = 0.35
ANSWER = 0.45


def speak(*, seed: str, now: datetime) -> Iterator[tuple[int, int]]:
    """Ask some of those who came, and let some answer; yields (visitors done, in all)."""
    dice, diary = Random(f"{seed} voices"), Diary(since=last_record())
    visitors = list(Admission.objects.select_related("ticket__session").order_by("at", "pk"))
    for number, came in enumerate(visitors, start=1):
        yield number, len(visitors)
        session = came.ticket.session
        asked_at = (session.ends_at or session.starts_at) + timedelta(hours=2)
        if dice.random() > ASKED or asked_at > now:
            continue
        invitation = invitations.invite(ticket_id=came.ticket_id)
        diary.note(invitation, "created_at", came.at)
        diary.note(invitation, "asked_at", asked_at)
        answered_at = asked_at + timedelta(hours=dice.expovariate(1 / 14))
        if dice.random() > ANSWER or answered_at > now:
            continue
        score, comment = dice.choice(SEASON["comments"])
        with diary.at(answered_at):
            answer = replies.answer(invitation=invitation, score=score, comment=comment)
        diary.note(answer, "answered_at", answered_at)
    diary.write()
