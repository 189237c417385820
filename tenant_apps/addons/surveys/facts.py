"""What can have happened to a survey."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kernel.facts.bus import Fact


@dataclass(frozen=True, kw_only=True)
class VisitorsAsked(Fact):
    """It is time to mail the question to the buyer of an order, for all who came with it."""

    order_id: int
    session_id: int
    sentence = _("Visitors asked how it was")


@dataclass(frozen=True, kw_only=True)
class SurveyAnswered(Fact):
    """Somebody answered, for the first time."""

    answer_id: int
    webhook = "survey.answered"
    sentence = _("A visitor answered the survey")


@dataclass(frozen=True, kw_only=True)
class SurveyAnswerChanged(Fact):
    """Somebody thought again."""

    answer_id: int
    sentence = _("A visitor changed the answer to the survey")
