"""The demo's shops: made by the real services, complete, and made once."""

import io
import json
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tenants.utils import get_public_schema_name

from billing.models import Account, Invoice, Takings
from infra.demo import festival, shops
from infra.demo.management.commands import load_demo
from kernel.facts.models import Record
from kernel.outbox.models import Delivery
from kernel.tenancy import in_tenant
from shared_apps.accounts.models import User
from shared_apps.tenants.models import Tenant
from tenant_apps.office.team.models import Member
from tenant_apps.ticketing.events.models import Event, Session
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.payments.models import Entry, Refund
from tenant_apps.ticketing.sales.services import stocktake
from tenant_apps.ticketing.tickets.models import Admission, Ticket
from themes.current import look

LISTINGS = json.loads(festival.LISTINGS.read_text("utf-8"))
COUNTED = (Event, Session, Order, Ticket, Admission, Entry, Record, Delivery, Member)


@pytest.fixture
def load(public, tmp_path, monkeypatch):
    """Load a small demo: fewer listings and buyers, otherwise the same."""
    small = tmp_path / "listings.json"
    small.write_text(json.dumps({**LISTINGS, "@graph": LISTINGS["@graph"][:24]}), "utf-8")
    monkeypatch.setattr(festival, "LISTINGS", small)
    monkeypatch.setattr(load_demo, "SALES", {"meridian": 60, "openhouse": 20})

    def run(*options):
        out = io.StringIO()
        call_command(load_demo.Command(), *options, stdout=out)
        connection.set_schema_to_public()
        return out.getvalue()

    return run


def counts():
    found = {}
    for shop in shops.SHOPS:
        with in_tenant(f"shop_{shop.subdomain}"):
            found[shop.subdomain] = [model.objects.count() for model in COUNTED]
    return found


def test_two_shops_stand_there_and_a_second_run_changes_nothing(load):
    load()
    before = counts()

    load()

    assert counts() == before
    assert list(Tenant.objects.filter(subdomain__in=before).values_list("theme", flat=True)) == [
        "classic",
        "neon",
    ]
    assert connection.schema_name == get_public_schema_name()


def test_the_theatre_has_a_past_that_adds_up(load):
    load()
    now = timezone.now()

    with in_tenant("shop_meridian"):
        assert stocktake.differences() == []
        orders = Order.objects.filter(status=Order.Status.PAID)
        assert orders.count() > 40
        assert not orders.filter(placed_at__gt=now - timedelta(minutes=3)).exists()
        assert orders.filter(placed_at__lt=now - timedelta(days=21)).exists()
        assert not orders.filter(paid_at=None).exists()
        for entry in Entry.objects.filter(refund_id=None):
            assert entry.booked_at == Order.objects.get(reference=entry.purpose).paid_at
        assert Admission.objects.exists()
        for came in Admission.objects.select_related("ticket__session"):
            early = came.ticket.session.starts_at - came.at
            assert timedelta(minutes=-4) <= early <= timedelta(minutes=45)
            assert came.ticket.issued_at < came.at
        assert not Refund.objects.exclude(state=Refund.State.SUCCEEDED).exists()
        assert not Session.objects.filter(starts_at__gt=now + timedelta(weeks=60)).exists()
        assert not Session.objects.filter(ends_at__gt=now + timedelta(weeks=60)).exists()
        assert Record.objects.filter(name="OrderPaid", at__gt=now).count() == 0
        assert Event.objects.filter(ticket_types__hidden=True).exists()


def test_what_organizers_owe_us_has_a_past_as_well(load):
    load()

    for shop in shops.SHOPS:
        account = Account.objects.get(tenant__subdomain=shop.subdomain)
        assert account.tenant.created_at < account.opened_at < timezone.now() - timedelta(days=90)
        assert (account.address, account.country) == (shop.address, "GB")
    taken = Takings.objects.filter(account__tenant__subdomain="meridian")  # the festival is free
    assert taken.filter(gross__gt=0, platform_fees__lt=0).exists()
    oldest = Invoice.objects.filter(account__tenant__subdomain="meridian").earliest("issued_at")
    assert oldest.account.opened_at < oldest.issued_at
    assert oldest.buyer["address"] == shops.MERIDIAN.address
    assert connection.schema_name == get_public_schema_name()


def test_of_all_letters_only_the_newest_wait_to_be_sent(load):
    load()

    for shop in shops.SHOPS:
        with in_tenant(f"shop_{shop.subdomain}"):
            waiting = Delivery.objects.filter(handler__contains=":mail_")
            handlers = waiting.values_list("handler", flat=True)
            assert [one.rpartition(":")[2] for one in handlers] == ["mail_tickets"] * 3


def test_the_two_shops_look_like_two_houses(load):
    load()

    looks = []
    for shop in shops.SHOPS:
        with in_tenant(f"shop_{shop.subdomain}"):
            looks.append((look().theme, look().accent))
    assert looks == [("classic", "#6d1626"), ("neon", "#ffd400")]


def test_a_start_that_was_killed_is_taken_up_again(load, monkeypatch):
    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(load_demo, "announce", killed)
        with pytest.raises(KeyboardInterrupt):
            load()
    connection.set_schema_to_public()
    with in_tenant("shop_meridian"):
        assert Order.objects.count() == 0

    load()

    with in_tenant("shop_meridian"):
        assert Order.objects.count() > 40


def test_everybody_who_is_described_can_sign_in(load, platform_client, client_for):
    load()
    rows = json.loads(load("--describe"))

    assert {row["what"] for row in rows} >= {
        "Platform",
        "Meridian Theatre",
        "Open House",
        "Mailbox",
    }
    staff = User.objects.get(email="staff@marquee.example")
    assert staff.is_staff
    assert staff.check_password(shops.PASSWORD)
    for shop in shops.SHOPS:
        with in_tenant(f"shop_{shop.subdomain}"):
            for role in ("owner", "finance", "scanner"):
                member = Member.objects.select_related("user").get(role=role)
                assert member.user.check_password(shops.PASSWORD)
                assert {"email": member.user.email, "password": shops.PASSWORD}.items() <= next(
                    row for row in rows if row.get("email") == member.user.email
                ).items()


@pytest.mark.parametrize("day", [date(2026, 11, 21), date(2027, 3, 27), date(2028, 2, 29)])
def test_the_festival_keeps_its_weekdays_and_hours_and_lies_ahead(day):
    now = datetime.combine(day, datetime.min.time(), ZoneInfo("Europe/London"))

    moved = festival.moved(LISTINGS, now)["@graph"]

    ahead = 0
    for before, after in zip(LISTINGS["@graph"], moved, strict=True):
        for old, new in zip(before["subEvent"], after["subEvent"], strict=True):
            was, now_is = map(datetime.fromisoformat, (old["startDate"], new["startDate"]))
            assert (was.weekday(), was.time()) == (now_is.weekday(), now_is.time())
            ahead += now_is.date() > day
    total = sum(len(one["subEvent"]) for one in moved)
    assert total == 1005
    assert 0.9 * total < ahead < total
