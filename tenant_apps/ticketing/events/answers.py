"""What events answer when others ask."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tenant_apps.ticketing.events.models import Event
from themes.hooks import PreviewPage, preview_pages


@preview_pages.answer
def programme_and_event() -> list[PreviewPage]:
    """The programme, and the event that comes next."""
    found = [PreviewPage("list", _("What’s on"), reverse("events:list"))]
    coming = Event.objects.published().filter(sessions__starts_at__gt=timezone.now())
    slug = coming.order_by("sessions__starts_at").values_list("slug", flat=True).first()
    slug = slug or Event.objects.published().values_list("slug", flat=True).first()
    if slug:
        found.append(PreviewPage("event", _("Event"), reverse("events:detail", args=[slug])))
    return found
