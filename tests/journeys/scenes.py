"""Acts of the stagehand, built with the real services. They return what JSON can say."""

from datetime import timedelta
from uuid import uuid4

from django.core.management import call_command
from django.utils import timezone

from billing.collectors import sandbox
from billing.services import accounts, adjusting, collecting, invoicing, usage
from billing.spans import after
from kernel.actor import Actor
from shared_apps.accounts.models import User
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.services import features, signup
from tenant_apps.office.apikeys import services as apikeys
from tenant_apps.ticketing.events.models import Session
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.payments.models import Entry, Payment
from tenant_apps.ticketing.sales.services import expiry, stocktake
from tenant_apps.ticketing.tickets.models import Ticket
from tenant_apps.ticketing.tickets.services import admission
from tests import make
from themes.services import save_brand

PASSWORD = "an unlikely password"
STAFF = Actor("staff", "1", "Test staff")


def build():
    """Make tables and blueprint, the platform's staff, and the shops red and blue."""
    call_command("migrate_schemas", shared=True, interactive=False, verbosity=0)
    call_command("make_blueprint")
    User.objects.create_superuser("staff@marquee.example", PASSWORD, name="Sam Staff")
    open_shop("red", "Red Theatre", theme="classic")
    open_shop("blue", "Blue Festival", theme="neon")


def open_shop(subdomain, name, theme="classic"):
    """Open a shop whose owner signs in on the platform as `owner@<subdomain>.example`."""
    owner = User.objects.create_user(f"owner@{subdomain}.example", PASSWORD, name=f"Olive {name}")
    signup.open_shop(
        owner_user=owner,
        organization=name,
        subdomain=subdomain,
        currency="EUR",
        timezone="Europe/Madrid",
        language="en",
        theme=theme,
    )


def event(**fields):
    """A published event with one session and one ticket type; returns its path in the shop."""
    return make.event(**fields).get_absolute_url()


def paid_order(number=2, **buyer):
    """A paid order for an event of its own; returns its path in the shop."""
    return make.paid_order(None, number, **buyer).get_absolute_url()


def let_in(reference):
    """Let in everybody of an order."""
    for ticket in Ticket.objects.filter(order__reference=reference):
        admission.admit(code=ticket.code, gate="A")


def end_sessions(event_name, hours_ago=3):
    """Let the sessions of the events called so have ended some hours ago."""
    ended = timezone.now() - timedelta(hours=hours_ago)
    for one in Session.objects.filter(event__name=event_name):
        one.starts_at, one.ends_at = ended - timedelta(hours=2), ended
        one.save(update_fields=["starts_at", "ends_at"])


def turn_on(subdomain, code, **more):
    """Open a feature to a shop. On the platform."""
    tenant = Tenant.objects.get(subdomain=subdomain)
    features.turn_on(tenant=tenant, code=code, by=STAFF, reason="test", **more)


def unpaid_invoice(subdomain, amount):
    """An invoice of so many cents that the bank has said no to; returns its number."""
    account = accounts.account_of(Tenant.objects.get(subdomain=subdomain))
    sandbox.present(account=account, number=sandbox.DECLINES)
    adjusting.adjust(account=account, amount=amount, text="A poster", by=STAFF, reason="test")
    month = after(account.reckoned_for or accounts.today(account).replace(day=1))
    (invoice,) = invoicing.issue(account=account, month=month, now=timezone.now())
    return collecting.collect(invoice=invoice).number


def answers_counted(subdomain, number):
    """So many answers of surveys are counted on a shop's account."""
    account = accounts.account_of(Tenant.objects.get(subdomain=subdomain))
    for _time in range(number):
        usage.record(account=account, code="surveys", meter="replies", source=uuid4().hex,
                     occurred_at=timezone.now())  # fmt: skip


def door_key():
    """An API key that may scan tickets; returns its secret."""
    return apikeys.create(name="North", permissions=["tickets.scan"], granted_by=["tickets.scan"])[
        1
    ]


def the_bank_agrees():
    """What is pending is due now, and somebody looks after it."""
    Payment.objects.filter(state=Payment.State.PENDING).update(settles_at=timezone.now())
    return expiry.look_after_pending()


def rush():
    """An event with room for many; returns what a crowd must know to buy."""
    made = make.event(name="The rush", capacity=100_000)
    session, ticket_type = make.session_of(made), make.type_of(made)
    return {
        "slug": made.slug,
        "session_id": session.pk,
        "type_id": ticket_type.pk,
        "stock_id": session.stocks.get(ticket_type=None).pk,
    }


def books():
    """What the shop's books say of all its orders."""
    paid = Order.objects.filter(status=Order.Status.PAID)
    sales = Entry.objects.filter(kind__in=[Entry.Kind.SALE, Entry.Kind.REFUND])
    return {
        "differences": [str(one) for one in stocktake.differences()],
        "paid": paid.count(),
        "paid_total": sum(paid.values_list("total", flat=True)),
        "tickets": Ticket.objects.valid().count(),
        "sales": sum(sales.values_list("amount", flat=True)),
        "emails": list(paid.values_list("email", flat=True)),
    }


def wear(**words):
    """Publish a look, as somebody else of the team would."""
    save_brand(**words)
