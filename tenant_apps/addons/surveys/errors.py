"""What a survey refuses."""

from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal


class SurveyClosed(Refusal):
    """The time to answer, or to change the answer, is over."""

    code = "survey_closed"
    sentence = _("This question is closed: answers are taken for two weeks only.")
    status = 410


class ScoreOutOfRange(Refusal):
    """Not a whole number from 0 to 10."""

    code = "score_invalid"
    sentence = _("Choose a number from 0 to 10.")
    status = 422
