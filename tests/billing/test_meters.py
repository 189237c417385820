"""What add-ons announce is counted once, on the account of the shop in which it happened."""

from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.db import transaction
from django_tenants.utils import schema_context

from billing import meters
from billing.models import Switch, Usage
from billing.services import granting, shares
from billing.services.accounts import account_of
from kernel.actor import Actor
from kernel.addons import installed
from kernel.facts import bus
from kernel.facts.bus import Fact, announce
from kernel.meters import Reading
from kernel.outbox.models import Delivery
from kernel.tenancy import PUBLIC
from shared_apps.tenants.directory import directory
from shared_apps.tenants.models import Feature, Tenant
from shared_apps.tenants.services import features
from tenant_apps.addons.surveys.facts import SurveyAnswered
from tenant_apps.ticketing.sales.facts import CommissionReturned, CommissionTaken

STAFF = Actor("staff", "9", "Sam")
A_DAY = datetime(2026, 11, 3, 20, 0, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class DrinkPoured(Fact):
    """Counts once."""

    drink_id: int


@dataclass(frozen=True, kw_only=True)
class DrinkTakenBack(Fact):
    """Takes one back, on the day on which it was poured."""

    drink_id: int

    def metered(self) -> Reading:
        """One less."""
        return Reading(-1, f"back:{self.drink_id}", at=A_DAY)


@dataclass(frozen=True, kw_only=True)
class RoundPaid(Fact):
    """Money, and one drink for each."""

    cents: int

    def metered(self) -> list[Reading]:
        """What was charged, and what was not."""
        return [
            Reading(self.cents, f"card:{self.id}", "EUR", is_collected=True),
            Reading(50, f"cash:{self.id}", "EUR"),
        ]


@pytest.fixture
def bar():
    """An add-on "upsells" that pours drinks; forgotten afterwards."""
    said, heard = dict(bus.by_path), {kind: list(one) for kind, one in bus._listeners.items()}
    addon = manifest(
        drinks=(f"{__name__}.DrinkPoured", f"{__name__}.DrinkTakenBack"),
        upsales=f"{__name__}.RoundPaid",
    )
    meters.listen_for(addon)
    yield addon
    bus.by_path.clear()
    bus.by_path.update(said)
    bus._listeners.clear()
    bus._listeners.update(heard)


def manifest(code="upsells", **counted):
    return SimpleNamespace(name=f"addons.{code}", feature=code, meters=counted)


def tell(*facts):
    with transaction.atomic():
        for fact in facts:
            announce(fact)


def counted(tenant="red"):
    """Each row of a tenant's usage: (code, meter, quantity, currency, is_collected)."""
    with schema_context(PUBLIC):
        found = Usage.objects.filter(account__tenant__schema_name=tenant).order_by("pk")
        return list(found.values_list("code", "meter", "quantity", "currency", "is_collected"))


def test_an_add_ons_fact_is_counted_on_the_account_of_its_shop(red, blue, in_blue, run_deliveries):
    with in_blue():
        tell(SurveyAnswered(answer_id=1), SurveyAnswered(answer_id=2))
    tell(SurveyAnswered(answer_id=1))
    run_deliveries()
    assert counted("red") == [("surveys", "replies", 1, "", False)]
    assert counted("blue") == [("surveys", "replies", 1, "", False)] * 2


def test_what_is_told_again_is_counted_once(red, bar, run_deliveries):
    fact = DrinkPoured(drink_id=7)
    tell(fact)
    waiting = Delivery.objects.get(name="DrinkPoured")
    run_deliveries()
    Delivery.objects.bulk_create([waiting])  # the worker died before it could cross it out
    run_deliveries()
    assert counted() == [("upsells", "drinks", 1, "", False)]
    with schema_context(PUBLIC):
        row = Usage.objects.get()
        assert (row.source, row.occurred_at) == (str(fact.id), fact.at)


def test_a_reversal_is_a_row_of_its_own_on_the_day_it_names(red, bar, run_deliveries):
    tell(DrinkPoured(drink_id=7), DrinkTakenBack(drink_id=7), DrinkTakenBack(drink_id=7))
    run_deliveries()
    assert [row[2] for row in counted()] == [1, -1]
    with schema_context(PUBLIC):
        assert Usage.objects.get(quantity=-1).occurred_at == A_DAY


def test_one_fact_may_say_several_things(red, bar, run_deliveries):
    tell(RoundPaid(cents=900))
    run_deliveries()
    assert counted() == [
        ("upsells", "upsales", 900, "EUR", True),
        ("upsells", "upsales", 50, "EUR", False),
    ]


def test_what_happened_counts_also_after_the_add_on_was_switched_off(red, turn_on, run_deliveries):
    turn_on(red, "surveys")
    run_deliveries()
    features.turn_off(tenant=red, code="surveys", by=STAFF, reason="test")
    tell(SurveyAnswered(answer_id=1))
    run_deliveries()
    assert counted() == [("surveys", "replies", 1, "", False)]


def test_what_happened_in_no_shop_is_nobodys(public):
    with pytest.raises(LookupError):
        meters.count(DrinkPoured(drink_id=1), code="upsells", meter="drinks")
    assert not Usage.objects.exists()


# ------------------------------------------------------------------ shares


def share(kind, **fields):
    said = {"order_id": 1, "commission_id": 5, "code": "upsells", "base": 1200, "currency": "EUR"}
    return kind(**{**said, "is_collected": True, **fields})


def test_a_share_and_its_return_stand_on_the_meter_that_the_list_names(red, run_deliveries):
    tell(share(CommissionTaken), share(CommissionTaken), share(CommissionReturned, refund_id=3))
    tell(share(CommissionTaken, code="streaming", is_collected=False))
    run_deliveries()
    assert sorted(counted()) == [
        ("streaming", "stream_sales", 1200, "EUR", False),
        ("upsells", "upsales", -1200, "EUR", True),
        ("upsells", "upsales", 1200, "EUR", True),
    ]


def test_a_share_of_what_the_list_does_not_share_is_left_for_a_person(red, run_deliveries):
    tell(share(CommissionTaken, code="wallet"))
    run_deliveries(strict=False)
    assert counted() == []
    assert "no share of wallet" in Delivery.objects.get(name="CommissionTaken").error


@pytest.mark.parametrize(
    ("state", "expected"), [("active", 300), ("trial", 300), ("free", 0), ("paused", 0), ("off", 0)]
)
def test_a_shop_pays_the_share_of_what_it_pays_for_or_tries(red, state, expected):
    with schema_context(PUBLIC):
        tenant = Tenant.objects.get(schema_name="red")
        account = account_of(tenant)
        granting.grant(account=account, code="upsells", state=state, by=STAFF, reason="test")
        assert shares.shares_of(tenant).get("upsells", 0) == expected


def test_who_has_no_account_yet_pays_no_share_and_gets_none_by_being_looked_at(red):
    with schema_context(PUBLIC):
        assert shares.shares_of(Tenant.objects.get(schema_name="red")) == {}
        assert not Switch.objects.exists()


def test_a_shop_knows_its_share_and_another_knows_its_own(red, blue):
    with schema_context(PUBLIC):
        for tenant, state in ((red, "active"), (blue, "free")):
            Feature.objects.create(tenant=tenant, code="upsells", state="on")
            account = account_of(Tenant.objects.get(pk=tenant.pk))
            granting.grant(account=account, code="upsells", state=state, by=STAFF, reason="test")
    directory.forget()
    shop, other = directory.by_schema("red"), directory.by_schema("blue")
    assert shop.features["upsells"].share_basis_points == 300
    assert other.features["upsells"].share_basis_points == 0


def test_a_switch_reaches_the_shop_that_is_open(red, run_deliveries):
    with schema_context(PUBLIC):
        Feature.objects.create(tenant=red, code="upsells", state="on")
        account = account_of(Tenant.objects.get(pk=red.pk))
    directory.forget()
    known = []
    for state in ("active", "free"):
        with schema_context(PUBLIC):
            granting.grant(account=account, code="upsells", state=state, by=STAFF, reason="test")
        run_deliveries()
        known.append(directory.by_schema("red").features["upsells"].share_basis_points)
    assert known == [300, 0]


# ------------------------------------------------------------------ the check at start


def test_all_that_is_installed_counts_what_the_list_knows():
    assert meters.check_meters() == []
    assert any(addon.meters for addon in installed())


@pytest.mark.parametrize(
    ("addon", "found"),
    [
        (manifest(upsales="tenant_apps.ticketing.sales.facts.CommissionTaken"), []),
        (manifest("checkin", unlimited="tenant_apps.ticketing.sales.facts.OrderPaid"), ["E001"]),
        (manifest("raffles", draws="tenant_apps.ticketing.sales.facts.OrderPaid"), ["E001"]),
        (manifest(upsales="tenant_apps.ticketing.sales.facts.NoSuchThing"), ["E002"]),
        (manifest(upsales="nowhere.facts.Thing"), ["E002"]),
        (manifest(upsales=("kernel.money.Money", "kernel.money.symbols")), ["E002", "E002"]),
    ],
)
def test_a_manifest_that_counts_in_vain_is_told_at_start(addon, found):
    assert [one.id for one in meters.problems_of(addon)] == [f"billing.{id}" for id in found]


def test_a_manifest_that_counts_in_vain_stops_nobody_from_listening_to_the_rest(bar):
    meters.listen_for(manifest("raffles", draws=("nowhere.Thing", f"{__name__}.DrinkPoured")))
    heard = [path for path in bus.by_path if path.startswith("billing.meters:raffles.")]
    assert heard == ["billing.meters:raffles.draws.DrinkPoured"]
