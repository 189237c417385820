"""Long tasks: how far they are, what failed, the file they made."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kernel.facts import history
from kernel.gate import backstage_page
from kernel.jobs import files, starting
from kernel.jobs.kinds import Kind, kind_named, seen_with
from kernel.jobs.models import Item, Job
from kernel.pages import page, paginated
from kernel.tenancy import current

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@backstage_page(may="")
@require_GET
def task_list(request: HttpRequest) -> HttpResponse:
    """Tasks of the last month that this reader may see, newest first."""
    kinds = seen_with(request.permissions)  # type: ignore[attr-defined]
    shown = paginated(request, Job.objects.filter(kind__in=kinds))
    names = history.names_of(one.actor for one in shown)
    rows = [(one, names.get(one.actor, "")) for one in shown]
    context = {"page": shown, "rows": rows, "zone": current().timezone}
    return page(request, "backstage/desk/tasks.html", context)


@backstage_page(may="")
@require_GET
def task_page(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a task is; htmx asks for it again while it is at work."""
    job, kind = _seen(request, pk)
    failures = paginated(request, job.items.filter(state=Item.State.FAILED))
    context = {
        "job": job,
        "kind": kind,
        "has_file": bool(kind.columns) and job.is_finished and job.done > 0,
        "page": failures,
        "who": history.names_of([job.actor]).get(job.actor, ""),
        "zone": current().timezone,
    }
    return page(request, "backstage/desk/task.html", context)


@backstage_page(may="")
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the rest of a task undone."""
    job, _kind = _seen(request, pk)
    starting.cancel(job_id=job.pk)
    messages.success(request, _("Stopped. What was done until then stays done."))
    return redirect("backstage:task", pk)


@backstage_page(may="")
@require_GET
def task_file(request: HttpRequest, pk: int, ending: str) -> HttpResponseBase:
    """The file that a task made."""
    job, kind = _seen(request, pk)
    if not (kind.columns and job.is_finished):
        raise Http404
    name = f"{job.kind.replace('_', '-')}-{job.pk}.{ending}"
    if ending == "xlsx":
        return FileResponse(
            files.as_xlsx(job, kind), as_attachment=True, filename=name, content_type=XLSX
        )
    response = HttpResponse(files.as_csv(job, kind), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _seen(request: HttpRequest, pk: int) -> tuple[Job, Kind]:
    job = Job.objects.filter(pk=pk).first()
    kind = kind_named(job.kind) if job else None
    if job is None or kind is None or kind.may not in request.permissions:  # type: ignore[attr-defined]
        raise Http404
    return job, kind
