"""The shop that is measured, made with the real services and really committed."""

import uuid
from dataclasses import dataclass

from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel.tenancy import in_tenant
from shared_apps.accounts.models import User
from shared_apps.tenants.services import signup
from tenant_apps.office.apikeys import services as apikeys
from tenant_apps.ticketing.events.models import Event
from tenant_apps.ticketing.inventory.models import Stock
from tenant_apps.ticketing.tickets.models import Ticket
from tests import make

ROOM = 2_000_000


@dataclass(frozen=True)
class World:
    """Where the load goes."""

    schema_name: str
    host: str
    slug: str
    session_id: int
    type_id: int
    stock_id: int
    api_key: str

    def ticket_codes(self, number: int) -> list[str]:
        """Codes of tickets that were bought and not used."""
        with in_tenant(self.schema_name):
            unused = Ticket.objects.filter(admission=None).order_by("pk")
            return list(unused.values_list("code", flat=True)[:number])


def build(port: int, *, theme: str = "classic") -> World:
    """Open a shop with one hot session."""
    name = f"bench{uuid.uuid4().hex[:6]}"
    owner = User.objects.create_user(f"{name}@example.org", "a long password for the bench")
    tenant = signup.open_shop(
        owner_user=owner,
        organization="Bench",
        subdomain=name,
        currency="EUR",
        timezone="Europe/Madrid",
        language="en",
        theme=theme,
    )
    with in_tenant(tenant.schema_name):
        event: Event = make.event(name="The rush", capacity=ROOM)
        session, ticket_type = make.session_of(event), make.type_of(event)
        _, key = apikeys.create(
            name="door", permissions=["tickets.scan"], granted_by=["tickets.scan"]
        )
        stock = Stock.objects.get(session=session, ticket_type=None)
        return World(
            tenant.schema_name,
            f"{name}.localhost:{port}",
            event.slug,
            session.pk,
            ticket_type.pk,
            stock.pk,
            key,
        )


def count_statements(act) -> int:
    """How many SQL statements `act` sends on this connection, transactions' ends included.

    A thread that served another shop just before sends one more: the search path.
    """
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)
