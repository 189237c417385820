"""What visitors said, for the organizer."""

import csv
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from kernel.gate import backstage_page
from kernel.pages import page, paginated
from kernel.spreadsheets import harmless
from kernel.tenancy import current
from tenant_apps.addons.surveys import nps
from tenant_apps.addons.surveys.models import Answer, AnswerQuerySet
from tenant_apps.ticketing.events.models import Event

COLUMNS = ("answered_at", "event", "session_starts_at", "score", "comment")


@backstage_page(may="customers.view")
@require_GET
def results_page(request: HttpRequest) -> HttpResponse:
    """The score, how it is spread, and the comments; of one event or of all."""
    event_id = _event_id(request)
    found = Answer.objects.about(event_id)
    result = nps.result(found)
    comments = found.with_comment().select_related("invitation__session__event")
    context = {
        "result": result,
        "asked": nps.asked(event_id),
        "fewest": nps.FEWEST,
        "rows": [{"score": s, "times": result.counts[s]} for s in reversed(nps.SCORES)],
        "most": max(result.counts),
        "page": paginated(request, comments if result.is_shown else comments.none()),
        "events": _events_with_answers(event_id),
        "event_id": event_id,
        "csv_url": f"{reverse('backstage:surveys:csv')}?{request.GET.urlencode()}",
    }
    return page(request, "backstage/surveys/results.html", context)


@backstage_page(may="customers.view")
@require_GET
def answers_csv(request: HttpRequest) -> StreamingHttpResponse:
    """All answers as a table for a spreadsheet; none while there are too few to hide among."""
    found = Answer.objects.about(_event_id(request))
    shown = found if nps.result(found).is_shown else found.none()
    response = StreamingHttpResponse(_lines(shown), content_type="text/csv; charset=utf-8")
    name = slugify(current().name) or "shop"
    response["Content-Disposition"] = f'attachment; filename="surveys-{name}.csv"'
    return response


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def _lines(answers: AnswerQuerySet) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for one in answers.select_related("invitation__session__event").iterator(chunk_size=500):
        session = one.invitation.session
        row = (
            one.answered_at.isoformat(timespec="seconds"),
            session.event.name,
            session.starts_at.isoformat(timespec="seconds"),
            one.score,
            one.comment,
        )
        yield writer.writerow([harmless(cell) for cell in row])


def _event_id(request: HttpRequest) -> int | None:
    wanted = request.GET.get("event", "")
    return int(wanted) if wanted.isdecimal() and len(wanted) < 18 else None


def _events_with_answers(chosen: int | None) -> list[Event]:
    """The newest events that somebody answered about, and the chosen one: what one may ask for."""
    answered = Answer.objects.values("invitation__session__event")
    newest = list(Event.objects.filter(pk__in=answered).order_by("-id")[:30])
    if chosen and all(one.pk != chosen for one in newest):
        newest += Event.objects.filter(pk=chosen)
    return newest
