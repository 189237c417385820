"""What visitors said, for programs."""

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from kernel.gate import may
from tenant_apps.addons.surveys import nps
from tenant_apps.addons.surveys.models import Answer

router = Router(tags=["Surveys"])


class Asked(Schema):
    """About which event."""

    event_id: int | None = Field(None, ge=1, le=2**63 - 1, description="One event; else all.")


class ScoreCount(Schema):
    """How often one number was given."""

    score: int
    answers: int


class Results(Schema):
    """The score and how it comes about. Below five answers all but `answers` is empty."""

    answers: int = Field(description="How many answered.")
    asked: int = Field(description="How many were asked by mail.")
    nps: int | None = Field(description="Net Promoter Score, from -100 to 100.")
    margin: int | None = Field(description="Half the width of its 95 % interval, in points.")
    promoters: int | None
    passives: int | None
    detractors: int | None
    scores: list[ScoreCount]


@router.get("/results", response=Results)
@may("customers.view")
def results(request: HttpRequest, about: Query[Asked]) -> Results:
    """Return the Net Promoter Score of all events, or of one."""
    found = nps.result(Answer.objects.about(about.event_id))
    shown = found.is_shown
    return Results(
        answers=found.n,
        asked=nps.asked(about.event_id),
        nps=found.score,
        margin=found.margin,
        promoters=found.promoters if shown else None,
        passives=found.passives if shown else None,
        detractors=found.detractors if shown else None,
        scores=[ScoreCount(score=s, answers=found.counts[s]) for s in nps.SCORES] if shown else [],
    )
