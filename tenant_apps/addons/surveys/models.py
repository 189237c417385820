"""Who is asked, and what they say. The question is the same for everybody: 0 to 10."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import CheckConstraint, DateTimeField, F, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kernel.codes import secret
from tenant_apps.ticketing.events.models import Session
from tenant_apps.ticketing.tickets.models import Ticket

ASK_AFTER = timedelta(hours=2)  # since the session's end
USUAL_LENGTH = timedelta(hours=3)  # of a session that does not say when it ends
ANSWER_WITHIN = timedelta(days=14)
CHANGE_WITHIN = timedelta(days=7)


class InvitationQuerySet(models.QuerySet):
    """Sets of invitations."""

    def due(self, now: datetime) -> "InvitationQuerySet":
        """Those to be mailed at `now` (UTC): not mailed yet, the session over for a while.

        After ANSWER_WITHIN nobody is asked any more (the feature was off, say), and never for a
        ticket that was taken back.
        """
        end = Coalesce("session__ends_at", F("session__starts_at") + Value(USUAL_LENGTH),
                       output_field=DateTimeField())  # fmt: skip
        return (
            self.filter(asked_at=None, answer=None, ticket__void=None)
            .annotate(over_at=end)
            .filter(over_at__lte=now - ASK_AFTER, over_at__gt=now - ANSWER_WITHIN)
            .order_by("id")
        )


class Invitation(models.Model):
    """The right to answer once, for somebody who was let in. The token is the only key to it."""

    ticket = models.OneToOneField(Ticket, models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, models.CASCADE, related_name="+")
    token = models.CharField(max_length=64, unique=True, default=secret)
    created_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["session"], condition=Q(asked_at=None), name="invitation_unasked")
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    def get_absolute_url(self) -> str:
        """The page of the question, for the bearer of the token."""
        return reverse("surveys:question", args=[self.token])

    @property
    def closes_at(self) -> datetime:
        """Until when a first answer, or a change of one, is taken."""
        if answer := getattr(self, "answer", None):
            return answer.answered_at + CHANGE_WITHIN
        return (self.asked_at or self.created_at) + ANSWER_WITHIN

    @property
    def is_open(self) -> bool:
        """Whether an answer is still taken."""
        return timezone.now() < self.closes_at


class AnswerQuerySet(models.QuerySet):
    """Sets of answers."""

    def about(self, event_id: int | None) -> "AnswerQuerySet":
        """Answers about one event; all of them, if none is named."""
        return self.filter(invitation__session__event_id=event_id) if event_id else self

    def with_comment(self) -> "AnswerQuerySet":
        """Answers that say more than a number."""
        return self.exclude(comment="")


class Answer(models.Model):
    """How likely a visitor is to recommend it, 0 to 10, and why."""

    invitation = models.OneToOneField(Invitation, models.CASCADE, related_name="answer")
    score = models.IntegerField()
    comment = models.TextField(_("comment"), blank=True)
    answered_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(null=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            CheckConstraint(
                condition=Q(score__gte=0, score__lte=10), name="answer_score_from_0_to_10"
            )
        ]

    def __str__(self) -> str:
        return f"{self.score}"
