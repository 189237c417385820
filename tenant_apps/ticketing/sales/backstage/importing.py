"""Events from a file: upload, look at what would happen, then let it happen."""

from collections import Counter

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods

from kernel.gate import backstage_page
from kernel.jobs.models import Job
from kernel.jobs.starting import begin
from kernel.pages import page, paginated
from tenant_apps.ticketing.sales.importing import upload
from tenant_apps.ticketing.sales.importing.plan import Action
from tenant_apps.ticketing.sales.importing.reading import COLUMNS, REQUIRED, BadFile

LARGEST = 5_000_000  # bytes


class ImportForm(forms.Form):
    """A file, and what stands in where it says nothing."""

    file = forms.FileField(
        label=_l("File"),
        help_text=_l("CSV from a spreadsheet, or schema.org JSON; at most 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.json,text/csv,application/json"}),
    )
    price = forms.CharField(
        label=_l("Price, where the file names none"), max_length=20, required=False,
        help_text=_l("Such as 12.50; 0 is free."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    capacity = forms.IntegerField(
        label=_l("Places, where the file names none"), min_value=0, max_value=1_000_000,
        required=False,
    )  # fmt: skip
    publish = forms.BooleanField(
        label=_l("Publish at once"), required=False,
        help_text=_l("Otherwise they are drafts, and you publish them when you have looked."),
    )  # fmt: skip

    def clean_file(self) -> object:
        """Not beyond what one import takes."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is larger than 5 MB. Divide it in parts."))
        return file


@backstage_page(may="events.edit")
@require_http_methods(["GET", "POST"])
def import_page(request: HttpRequest) -> HttpResponse:
    """Take a file; nothing is changed yet."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        said = form.cleaned_data
        options = {
            "price": said["price"],
            "capacity": "" if said["capacity"] is None else str(said["capacity"]),
            "publish": said["publish"],
        }
        name = said["file"].name
        try:
            job = upload.prepare(
                raw=said["file"].read(),
                name=name,
                title=_("Bring in %(file)s") % {"file": name},
                options=options,
                back_url=reverse("backstage:events") + "?view=all",
            )
        except BadFile as error:
            form.add_error("file", str(error))
        else:
            return redirect("backstage:import_look", job.pk)
    context = {
        "form": form,
        "title": _("Bring events in"),
        "sentence": _("From a file. You see what would happen before anything does."),
        "action": _("Look at the file"),
        "back_url": reverse("backstage:events"),
        "back": _("Events"),
        "columns": COLUMNS,
        "required": REQUIRED,
    }
    return page(request, "backstage/sales/import.html", context)


@backstage_page(may="events.edit")
@require_http_methods(["GET", "POST"])
def import_look(request: HttpRequest, pk: int) -> HttpResponse:
    """What would happen, event by event; then let it."""
    job = get_object_or_404(Job, pk=pk, kind="import_events")
    if request.method == "POST":
        begin(job_id=job.pk)
        return redirect("backstage:task", job.pk)
    if job.state != Job.State.PREPARED:
        return redirect("backstage:task", job.pk)
    items = list(job.items.order_by("pk"))
    steps = upload.steps_of(job, items)
    counts = Counter(step.action for step in steps)
    context = {
        "job": job,
        "page": paginated(request, steps, per_page=50),
        "counts": [(action.value, counts[action]) for action in Action if counts[action]],
        "will_change": counts[Action.CREATE] + counts[Action.UPDATE],
        "publish": job.options["publish"],
    }
    return page(request, "backstage/sales/import_look.html", context)
