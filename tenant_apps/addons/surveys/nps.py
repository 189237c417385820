"""The Net Promoter Score: how many recommend it, less how many would not.

Promoters answer 9 or 10, detractors 0 to 6. NPS = % promoters - % detractors, from -100 to 100,
rounded once, at the end. Below FEWEST answers nothing is shown, so that nobody can be picked out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt

from django.db.models import Count

from tenant_apps.addons.surveys.models import AnswerQuerySet, Invitation

FEWEST = 5
SCORES = range(11)
Z_95 = 1.959964  # of the normal distribution, for an interval of 95 %


@dataclass(frozen=True)
class Result:
    """How often each score was given, and what follows from it."""

    counts: tuple[int, ...]

    @classmethod
    def of(cls, counted: Mapping[int, int]) -> "Result":
        """From how often each score was given; scores that are missing were not."""
        return cls(tuple(counted.get(score, 0) for score in SCORES))

    @property
    def n(self) -> int:
        """How many answered."""
        return sum(self.counts)

    @property
    def promoters(self) -> int:
        """How many said 9 or 10."""
        return sum(self.counts[9:])

    @property
    def detractors(self) -> int:
        """How many said 6 or less."""
        return sum(self.counts[:7])

    @property
    def passives(self) -> int:
        """How many said 7 or 8."""
        return self.n - self.promoters - self.detractors

    @property
    def is_shown(self) -> bool:
        """Are there enough answers to hide each of them among the others?"""
        return self.n >= FEWEST

    @property
    def score(self) -> int | None:
        """The NPS, a whole number from -100 to 100, halves away from zero; None below FEWEST."""
        if not self.is_shown:
            return None
        exact = Decimal(100 * (self.promoters - self.detractors)) / self.n
        return int(exact.to_integral_value(ROUND_HALF_UP))

    @property
    def margin(self) -> int | None:
        """Half the width of the 95 % interval, in points; None below FEWEST."""
        if not self.is_shown:
            return None
        mean = (self.promoters - self.detractors) / self.n
        variance = max((self.promoters + self.detractors) / self.n - mean**2, 0.0)
        return round(100 * Z_95 * sqrt(variance / self.n))


def result(answers: AnswerQuerySet) -> Result:
    """Count a set of answers, in one statement."""
    rows = answers.order_by("score").values_list("score").annotate(times=Count("pk"))
    return Result.of(dict(rows))


def asked(event_id: int | None) -> int:
    """Return how many were asked by mail, about one event or all."""
    sent = Invitation.objects.exclude(asked_at=None)
    return (sent.filter(session__event_id=event_id) if event_id else sent).count()
