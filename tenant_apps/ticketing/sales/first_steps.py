"""The first steps of a new shop that have to do with selling. Reads only."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.first_steps import Step
from kernel.roles import PERMISSIONS
from kernel.tenancy import current
from tenant_apps.ticketing.events.models import Event, Session, TicketType
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.venues.models import Venue
from themes.current import look
from themes.models import Brand, LegalText


def steps(permissions: frozenset[str] = PERMISSIONS) -> Iterator[Step]:
    """Venue, event, price and publication; later the look, a try and real money."""
    if "events.edit" not in permissions:
        return
    event = Event.objects.order_by("-pk").first()
    yield from _to_write_down(event)
    yield _to_publish(event)
    yield from _later(permissions)


def _to_write_down(event: Event | None) -> Iterator[Step]:
    yield Step(
        10,
        _("Add a venue"),
        _("An address and a time zone, typed once."),
        _("Add a venue"),
        reverse("backstage:venue_new"),
        Venue.objects.exists(),
        "map-pin",
    )
    yield Step(
        20,
        _("Make an event"),
        _("Its name, its story, and when it is."),
        _("New event") if event is None else _("Add a session"),
        _on(event, "session_new"),
        Session.objects.exists(),
        "calendar-plus",
    )
    yield Step(
        30,
        _("Say what a ticket costs"),
        _("One ticket type is enough to begin with."),
        _("Add a ticket type"),
        _on(event, "ticket_type_new"),
        TicketType.objects.exists(),
        "tag",
    )


def _to_publish(event: Event | None) -> Step:
    draft = event if event and event.status == Event.Status.DRAFT else None
    there = reverse("backstage:event_publish", args=[draft.pk]) if draft else ""
    return Step(
        40,
        _("Publish"),
        _("From then on everybody can buy."),
        _("Publish the event") if draft else _("See your events"),
        there or reverse("backstage:events"),
        Event.objects.published().exists(),
        "megaphone",
    )


def _later(permissions: frozenset[str]) -> Iterator[Step]:
    if "brand.edit" in permissions:
        yield Step(
            110,
            _("Make it look like yours"),
            _("Logo, two colours, a typeface: seen in the shop at once."),
            _("Choose colours"),
            reverse("backstage:brand"),
            Brand.objects.exists(),
            "palette",
            is_later=True,
        )
        yield Step(
            130,
            _("Complete the legal texts"),
            _("We wrote the beginning of each; buyers accept the terms at the checkout."),
            _("Complete them"),
            reverse("backstage:legal"),
            len(look().legal) == len(LegalText.Kind),
            "scale",
            is_later=True,
        )
    yield Step(
        120,
        _("Try a purchase"),
        _("Buy a ticket as a guest would, and see the mail that comes."),
        _("Go to the shop"),
        reverse("events:list"),
        Order.objects.exists(),
        "shopping-bag",
        is_later=True,
    )
    yield Step(
        150,
        _("Take real money"),
        _("Until then payments are a test and no money moves."),
        _("Connect Stripe"),
        platform_url("/shops"),
        current().gateway != "sandbox",
        "credit-card",
        is_later=True,
    )


def platform_url(path: str) -> str:
    """The address of a page on the platform's own host."""
    usual = {"http": 80, "https": 443}.get(settings.SITE_SCHEME)
    port = "" if usual == settings.SITE_PORT else f":{settings.SITE_PORT}"
    return f"{settings.SITE_SCHEME}://{settings.PLATFORM_HOST}{port}{path}"


def _on(event: Event | None, page: str) -> str:
    if event is None:
        return reverse("backstage:event_new")
    return reverse(f"backstage:{page}", args=[event.pk])
