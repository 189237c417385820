"""The last steps to a shop: a first event, and the doors open."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kernel.forms import MomentField, MoneyField
from kernel.gate import backstage_page
from kernel.pages import page
from kernel.tenancy import current
from tenant_apps.ticketing.events.models import Event
from tenant_apps.ticketing.sales.first_steps import steps
from tenant_apps.ticketing.sales.services import opening
from tenant_apps.ticketing.tickets import qr


class FirstEventForm(forms.Form):
    """What it is called, when it is, what it costs."""

    name = forms.CharField(label=gettext_lazy("What is it called?"), max_length=200)
    starts_at = MomentField(label=gettext_lazy("When does it begin?"))
    price = MoneyField(
        is_price=True,
        label=gettext_lazy("What does a ticket cost?"),
        help_text=gettext_lazy("All included. Write 0 for free."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["starts_at"].zone = current().timezone  # type: ignore[attr-defined]
        self.fields["price"].currency = current().currency  # type: ignore[attr-defined]

    def clean_starts_at(self):
        """Tickets for yesterday are of no use."""
        starts_at = self.cleaned_data["starts_at"]
        if starts_at <= timezone.now():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return starts_at


@backstage_page(may="events.edit")
@require_http_methods(["GET", "POST"])
def event_page(request: HttpRequest) -> HttpResponse:
    """A first event in three words; or an invented one, to try things out."""
    if "example" in request.POST:
        opening.example_event()
        messages.success(request, _("There is an example in your shop. Change it or call it off."))
        return redirect("backstage:opening_done")
    form = FirstEventForm(request.POST or None)
    if form.is_valid():
        event = opening.first_event(**form.cleaned_data)
        messages.success(request, _("%(name)s is on sale.") % {"name": event.words.name})
        return redirect("backstage:opening_done")
    context = {
        "form": form,
        "currency": current().currency,
        "places": opening.PLACES,
        "has_events": Event.objects.exists(),
        **_frame(4),
    }
    return page(
        request, "backstage/opening/event.html", context, status=422 if form.errors else 200
    )


@backstage_page(may="events.view")
@require_GET
def done_page(request: HttpRequest) -> HttpResponse:
    """The shop is open: its address, and what comes next."""
    shop = current()
    context = {
        "shop": shop,
        "code": mark_safe(qr.svg(f"{shop.url}/")),  # noqa: S308 - drawn from our own address
        "next_steps": [one for one in steps() if not one.is_done],
        **_frame(5),
    }
    return page(request, "backstage/opening/done.html", context)


def _frame(now: int) -> dict[str, object]:
    return {
        "now": now,
        "steps": [_("Your house"), _("You"), _("Look"), _("First event"), _("Open")],
    }
