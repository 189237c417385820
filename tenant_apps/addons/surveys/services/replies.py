"""Listen: one answer for each invitation, which may be changed for a while."""

from django.db import transaction
from django.utils import timezone

from kernel.facts.bus import announce
from tenant_apps.addons.surveys.errors import ScoreOutOfRange, SurveyClosed
from tenant_apps.addons.surveys.facts import SurveyAnswerChanged, SurveyAnswered
from tenant_apps.addons.surveys.models import Answer, Invitation

LONGEST_COMMENT = 2000


@transaction.atomic
def answer(*, invitation: Invitation, score: int, comment: str = "") -> Answer:
    """Take an answer, or the change of one. Saying the same twice changes nothing.

    `score` is 0 to 10. Raises ScoreOutOfRange, SurveyClosed.
    """
    if not 0 <= score <= 10:
        raise ScoreOutOfRange
    # The lock makes two clicks at once one answer and, perhaps, its change.
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not locked.is_open:
        raise SurveyClosed
    said = comment.replace("\x00", "").strip()[:LONGEST_COMMENT]
    given = getattr(locked, "answer", None)
    if given is None:
        given = Answer.objects.create(invitation=locked, score=score, comment=said)
        announce(SurveyAnswered(answer_id=given.pk))
    elif (given.score, given.comment) != (score, said):
        given.score, given.comment, given.changed_at = score, said, timezone.now()
        given.save(update_fields=["score", "comment", "changed_at"])
        announce(SurveyAnswerChanged(answer_id=given.pk))
    return given
