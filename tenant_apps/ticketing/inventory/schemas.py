"""Sessions and ticket types as the API shows them."""

from collections.abc import Mapping
from typing import Annotated

from ninja import Field, Schema

from kernel.rest.cursor import Paging
from kernel.rest.shapes import Amount, Id, Instant, People, PriceIn, Shape, partial, text
from kernel.rest.words import TAKEN, TOLD, Language, Translated
from tenant_apps.ticketing.events.models import Event, Session, TicketType
from tenant_apps.ticketing.inventory.services.pools import left_for

PerOrder = Annotated[int, Field(ge=1, le=1000)]
Position = Annotated[int, Field(ge=-10_000, le=10_000)]


class SessionIn(Shape):
    """One time at which an event takes place."""

    starts_at: Instant
    ends_at: Instant | None = None
    doors_at: Instant | None = None
    capacity: People
    venue_id: Id | None = Field(None, description="Where it is, if not at the event's venue.")


@partial
class SessionPatch(SessionIn):
    """What changes."""


class SessionFilter(Paging):
    """Which sessions."""

    upcoming: bool = Field(False, description="Only those that are not over.")


class SessionOut(Schema):
    """One time at which an event takes place. Times are UTC, `timezone` is the place's."""

    id: int
    event_id: int
    starts_at: Instant
    ends_at: Instant | None
    doors_at: Instant | None
    timezone: str
    capacity: int
    left: int = Field(description="Places in the room that could be held now.")
    status: str = Field(description="`scheduled` or `cancelled`.")
    venue_id: int | None

    @classmethod
    def of(cls, session: Session, event: Event, left: Mapping[int | None, int]) -> "SessionOut":
        """Return a session with what `places_left` said of it."""
        return cls(
            id=session.pk,
            event_id=event.pk,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            doors_at=session.doors_at,
            timezone=event.timezone,
            capacity=session.capacity,
            left=max(0, left.get(None, 0)),
            status=session.status,
            venue_id=session.venue_id or event.venue_id,
        )


class TicketTypeWords(Shape):
    """The texts of a ticket type in another language than its event's."""

    name: Annotated[str, text(120)] = ""
    description: Annotated[str, text(300)] = ""


class TicketTypeIn(Shape):
    """A kind of ticket, sold for every session of an event."""

    name: Annotated[str, text(120, least=1)]
    description: Annotated[str, text(300)] = ""
    price: PriceIn
    prices: Annotated[list[PriceIn], Field(max_length=100)] = Field(
        [], description="In other currencies. An event sells in those where every type has one."
    )
    quantity: People | None = Field(None, description="Places per session; null: all there are.")
    per_order_min: PerOrder = 1
    per_order_max: PerOrder = 10
    hidden: bool = False
    access_code: Annotated[str, text(40)] = ""
    on_sale_from: Instant | None = None
    on_sale_until: Instant | None = None
    position: Position = 0
    active: bool = True
    translations: dict[Language, TicketTypeWords] = Field({}, description=TAKEN)


@partial
class TicketTypePatch(TicketTypeIn):
    """What changes."""


class TicketTypeOut(Schema):
    """A kind of ticket, with what is left of it for one session."""

    id: int
    event_id: int
    name: str
    description: str
    translations: Translated | None = Field(description=TOLD)
    price: Amount
    prices: list[Amount] = Field(description="In other currencies than the event's own.")
    quantity: int | None
    per_order_min: int
    per_order_max: int
    hidden: bool
    access_code: str | None = Field(description="For staff; null for everybody else.")
    on_sale_from: Instant | None
    on_sale_until: Instant | None
    in_sale_window: bool
    position: int
    active: bool
    session_id: int | None = Field(description="The session that `left` is about.")
    left: int | None = Field(description="How many could be held now; null without a session.")

    @classmethod
    def of(
        cls,
        one: TicketType,
        event: Event,
        session: Session | None,
        left: Mapping[int | None, int],
        *,
        with_code: bool,
    ) -> "TicketTypeOut":
        """Return a ticket type with what `places_left` said of the session."""
        words = one if with_code else one.words  # staff read what they would write
        return cls(
            id=one.pk,
            event_id=event.pk,
            name=words.name,
            description=words.description,
            translations=one.translations if with_code else None,
            price=Amount.of(one.price, event.currency),
            prices=[Amount.of(each.amount, each.currency) for each in one.prices.all()],
            quantity=one.quantity,
            per_order_min=one.per_order_min,
            per_order_max=one.per_order_max,
            hidden=one.hidden,
            access_code=one.access_code if with_code else None,
            on_sale_from=one.on_sale_from,
            on_sale_until=one.on_sale_until,
            in_sale_window=one.is_in_sale_window(),
            position=one.position,
            active=one.active,
            session_id=session.pk if session else None,
            left=left_for(dict(left), one.pk) if session else None,
        )
