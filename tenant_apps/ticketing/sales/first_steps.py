"""The first steps of a new shop, each done or with a link to where it is done. Reads only."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kernel.tenancy import current
from tenant_apps.ticketing.events.models import Event, Session, TicketType
from tenant_apps.ticketing.venues.models import Venue
from themes.current import look
from themes.models import Brand, LegalText


@dataclass(frozen=True)
class Step:
    """One step: what it is, why, where, and whether it is done."""

    title: str | Promise
    why: str | Promise
    action: str | Promise
    url: str
    is_done: bool


def steps() -> list[Step]:
    """All of them, in the order in which they make sense."""
    event = Event.objects.order_by("-pk").first()
    return [*_to_write_down(event), *_to_open(event)]


def _to_write_down(event: Event | None) -> list[Step]:
    return [
        Step(
            _("Add a venue"),
            _("An address and a time zone, typed once."),
            _("Add a venue"),
            reverse("backstage:venue_new"),
            Venue.objects.exists(),
        ),
        Step(
            _("Write down an event"),
            _("Its name, its story, and when it is."),
            _("Write it down") if event is None else _("Add a session"),
            _on(event, "session_new"),
            Session.objects.exists(),
        ),
        Step(
            _("Say what a ticket costs"),
            _("One ticket type is enough to begin with."),
            _("Add a ticket type"),
            _on(event, "ticket_type_new"),
            TicketType.objects.exists(),
        ),
    ]


def _to_open(event: Event | None) -> list[Step]:
    draft = event if event and event.status == Event.Status.DRAFT else None
    return [
        Step(
            _("Make it look like yours"),
            _("Logo, two colours, a typeface: seen in the shop at once."),
            _("Choose colours"),
            reverse("backstage:brand"),
            Brand.objects.exists(),
        ),
        Step(
            _("Complete the legal texts"),
            _("We wrote the beginning of each; buyers accept the terms at the checkout."),
            _("Complete them"),
            reverse("backstage:legal"),
            len(look().legal) == len(LegalText.Kind),
        ),
        Step(
            _("Publish"),
            _("From then on everybody can buy."),
            _("Publish the event") if draft else _("See your events"),
            reverse("backstage:event_publish", args=[draft.pk])
            if draft
            else reverse("backstage:events"),
            Event.objects.published().exists(),
        ),
        Step(
            _("Take real money"),
            _("Until then payments are a test and no money moves."),
            _("Connect Stripe"),
            platform_url("/shops"),
            current().gateway != "sandbox",
        ),
    ]


def platform_url(path: str) -> str:
    """The address of a page on the platform's own host."""
    usual = {"http": 80, "https": 443}.get(settings.SITE_SCHEME)
    port = "" if usual == settings.SITE_PORT else f":{settings.SITE_PORT}"
    return f"{settings.SITE_SCHEME}://{settings.PLATFORM_HOST}{port}{path}"


def _on(event: Event | None, page: str) -> str:
    if event is None:
        return reverse("backstage:event_new")
    return reverse(f"backstage:{page}", args=[event.pk])
