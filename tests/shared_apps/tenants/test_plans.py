"""Which plan a shop has, and that everybody keeps the terms on which he has it."""

import pytest

from kernel.actor import SYSTEM, Actor
from kernel.facts.models import Record
from kernel.tenancy import in_tenant
from shared_apps.tenants.directory import directory
from shared_apps.tenants.hooks import TicketTerms, ticket_terms
from shared_apps.tenants.models import Plan, Tenant
from shared_apps.tenants.services import details, plans
from shared_apps.tenants.services.features import ReasonMissing

OWNER = Actor("user", "platform-1")
TODAY = "2026-11"
THEN = "2025-06"
SEVERAL = {"EUR": 30, "GBP": 30, "JPY": 50}


@pytest.fixture
def lists(monkeypatch):
    """Two versions of a price list: of former days, and of today, which has one currency more."""

    def answer(*, code, version):
        fees = {"EUR": 25} if version == THEN else SEVERAL
        if version not in ("", TODAY, THEN):
            raise KeyError(version)
        share = {"standard": 250, "plus": 150}[code or "standard"] + (50 if version == THEN else 0)
        return TicketTerms(
            code=code or "standard",
            version=version or TODAY,
            name=code.title(),
            basis_points=share,
            fees=fees,
        )

    answer.__module__ = "billing.answers"
    monkeypatch.setattr(ticket_terms, "_answers", [answer])


@pytest.fixture
def red_tenant(public):
    return Tenant.objects.get(schema_name="red")


def change(tenant, code, version=TODAY, reason="He asked for it."):
    return plans.change(tenant=tenant, code=code, version=version, by=OWNER, reason=reason)


def test_another_plan_holds_at_once_and_the_shop_reads_why(lists, red_tenant):
    changed = change(red_tenant, "plus")

    shop = directory.by_schema("red")
    assert (shop.ticket_fee_basis_points, shop.ticket_fees["EUR"]) == (150, 30)
    assert (changed.plan.offer, changed.plan.version, changed.plan.currency) == (
        "plus", TODAY, "EUR",
    )  # fmt: skip
    with in_tenant("red"):
        record = Record.objects.get(name="PlanChanged")
    assert record.actor == str(OWNER)
    assert record.body == {
        "before": "standard",
        "plan": "plus",
        "version": TODAY,
        "reason": "He asked for it.",
    }


def test_the_same_plan_again_is_no_news(lists, red_tenant):
    plan = change(red_tenant, "plus").plan
    assert change(red_tenant, "plus").plan == plan
    with in_tenant("red"):
        assert Record.objects.filter(name="PlanChanged").count() == 1


def test_terms_of_former_days_are_kept_apart_from_todays(lists, red_tenant):
    change(red_tenant, "standard", THEN)
    shop = directory.by_schema("red")
    assert shop.ticket_fee_basis_points == 300
    # Its own list knew one currency; in those that came later it pays what everybody pays.
    assert shop.ticket_fees == {"EUR": 25, "GBP": 30, "JPY": 50}

    blue = directory.by_schema("blue")
    assert (blue.ticket_fee_basis_points, blue.ticket_fees["EUR"]) == (250, 30)


def test_another_currency_keeps_the_plan_and_its_terms(lists, red_tenant):
    change(red_tenant, "plus")
    changed = details.change(tenant=red_tenant, by=OWNER, currency="GBP")
    assert (changed.plan.offer, changed.plan.version, changed.plan.currency) == (
        "plus", TODAY, "GBP",
    )  # fmt: skip
    assert changed.plan.ticket_fee_basis_points == 150


def test_where_the_old_terms_know_no_fee_in_a_currency_todays_hold(lists, red_tenant):
    change(red_tenant, "plus", THEN)
    changed = details.change(tenant=red_tenant, by=OWNER, currency="JPY")
    assert (changed.plan.offer, changed.plan.version) == ("plus", TODAY)
    assert changed.plan.ticket_fee_fixed == 50


def test_a_plan_made_to_measure_stays_what_it_is(lists, red_tenant):
    own = Plan.objects.create(code="opera", name="Opera", currency="EUR", ticket_fee_fixed=10)
    Tenant.objects.filter(pk=red_tenant.pk).update(plan=own)

    details.change(tenant=red_tenant, by=OWNER, currency="GBP")

    shop = directory.by_schema("red")
    assert shop.plan == "opera"
    assert (shop.ticket_fees["EUR"], shop.ticket_fees["GBP"]) == (10, 30)


def test_a_version_that_was_lost_shuts_no_shop(lists, red_tenant):
    change(red_tenant, "standard", THEN)
    Plan.objects.filter(version=THEN).update(version="1999-01")
    directory.forget()
    shop = directory.by_schema("red")
    assert (shop.ticket_fee_basis_points, shop.ticket_fees) == (
        300,
        {"EUR": 25, "GBP": 30, "JPY": 50},
    )


@pytest.mark.parametrize(
    ("code", "version", "reason", "refusal"),
    [
        ("gold", TODAY, "Why not", KeyError),
        ("plus", "1999-01", "Why not", KeyError),
        ("plus", TODAY, "  ", ReasonMissing),
    ],
)
def test_what_there_is_not_changes_nothing(lists, red_tenant, code, version, reason, refusal):
    with pytest.raises(refusal):
        plans.change(tenant=red_tenant, code=code, version=version, by=SYSTEM, reason=reason)
    assert Tenant.objects.get(pk=red_tenant.pk).plan.offer == "standard"
    with in_tenant("red"):
        assert not Record.objects.filter(name="PlanChanged").exists()
