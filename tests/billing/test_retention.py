"""What an add-on had stored is erased ninety days after it was switched off, and not before."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import models
from django.test.utils import isolate_apps

from billing.models import Erasure, Switch
from billing.services import retention
from kernel.addons import check_manifests, installed
from kernel.facts.models import Record
from kernel.tenancy import in_tenant
from shared_apps.tenants.models import Feature
from tenant_apps.addons.surveys.models import Answer, Invitation
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.tickets.models import Ticket
from tests import make
from tests.billing import make as bills

OFF = date(2027, 3, 1)
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def after(**days):
    return NOON + timedelta(**days)


@pytest.fixture
def account(red):
    return bills.account()


@pytest.fixture
def answered(red, account):
    """A visitor of red's has answered; surveys were switched on, and off on the first of March."""
    order = make.paid_order(make.event(), 1)
    ticket = order.tickets.get()
    invitation = Invitation.objects.create(ticket=ticket, session_id=ticket.session_id)
    Answer.objects.create(invitation=invitation, score=9, comment="Lovely")
    switch(account, "active", OFF - timedelta(days=100))
    return switch(account, "off", OFF)


def switch(account, state, day, code="surveys"):
    return Switch.objects.create(
        account=account, code=code, state=state, day=day, version="2026-11", by="system"
    )


def sweep(**days):
    """A sweep of so long after, as the clock does it: from `public`."""
    with in_tenant("public"):
        return retention.sweep(now=after(**days))


def stored():
    with in_tenant("red"):
        return Invitation.objects.count(), Answer.objects.count()


def told():
    with in_tenant("public"):
        return list(Record.objects.filter(name="DataErasureNear").order_by("pk"))


def test_the_owner_is_told_a_fortnight_before_once(answered, account):
    assert sweep(days=75) == 0
    assert told() == []

    assert sweep(days=76) == sweep(days=76, hours=1) == sweep(days=89) == 0

    (record,) = told()
    assert record.body == {
        "account_id": account.pk,
        "switch_id": answered.pk,
        "code": "surveys",
        "day": "2027-05-30",
    }
    assert stored() == (1, 1)


def test_after_ninety_days_its_tables_are_empty_and_all_else_is_there(answered, account):
    sweep(days=76)

    assert sweep(days=90) == 1

    assert stored() == (0, 0)
    assert (Order.objects.count(), Ticket.objects.count()) == (1, 1)
    assert Record.objects.get(name="AddOnDataErased").body == {"code": "surveys"}
    erasure = Erasure.objects.get()
    assert (erasure.rows, erasure.done_at) == (2, after(days=90))
    assert sweep(days=91) == 0
    assert Record.objects.filter(name="AddOnDataErased").count() == 1


def test_nothing_is_erased_within_a_fortnight_of_the_letter(answered):
    """When the clock has stood still for long, the owner has his fortnight all the same."""
    assert sweep(days=200) == 0
    assert sweep(days=213) == 0
    assert stored() == (1, 1)
    assert sweep(days=214) == 1
    assert stored() == (0, 0)


@pytest.mark.parametrize("state", ["active", "trial", "free", "paused"])
def test_who_switches_it_on_again_keeps_everything(answered, account, state):
    sweep(days=76)
    switch(account, state, OFF + timedelta(days=89))

    assert sweep(days=90) == sweep(days=300) == 0
    assert stored() == (1, 1)


def test_a_switch_that_is_still_to_come_keeps_everything_too(answered, account):
    sweep(days=76)
    switch(account, "active", OFF + timedelta(days=400))
    assert sweep(days=100) == 0
    assert stored() == (1, 1)


def test_a_second_end_begins_anew_with_a_letter_of_its_own(answered, account):
    sweep(days=76)
    switch(account, "active", OFF + timedelta(days=80))
    switch(account, "off", OFF + timedelta(days=110))

    assert sweep(days=185) == 0
    assert len(told()) == 1
    assert sweep(days=186) == 0
    assert [one.body["day"] for one in told()] == ["2027-05-30", "2027-09-17"]
    assert sweep(days=199) == 0
    assert sweep(days=200) == 1


@pytest.mark.parametrize("state", ["on", "trial", "past_due", "suspended"])
def test_what_is_open_or_only_rests_is_never_erased(answered, account, state):
    Feature.objects.create(tenant=account.tenant, code="surveys", state=state)
    assert sweep(days=76) == sweep(days=300) == sweep(days=400) == 0
    assert (stored(), told()) == ((1, 1), [])


def test_where_nothing_is_stored_nothing_is_said(red, account):
    switch(account, "off", OFF)
    assert sweep(days=76) == sweep(days=200) == 0
    assert told() == []


def test_one_shops_rows_are_not_anothers(answered, in_blue):
    with in_blue():
        order = make.paid_order(make.event(), 1)
        ticket = order.tickets.get()
        Invitation.objects.create(ticket=ticket, session_id=ticket.session_id)
    sweep(days=76)
    assert sweep(days=90) == 1
    with in_blue():
        assert Invitation.objects.count() == 1


def test_a_manifest_may_keep_tables_but_not_what_hangs_in_the_air(answered, monkeypatch):
    (surveys,) = [one for one in installed() if one.feature == "surveys"]
    monkeypatch.setattr(type(surveys), "keeps", ("Invitation",))
    assert check_manifests() == []
    sweep(days=76)
    assert sweep(days=90) == 1
    assert stored() == (1, 0)

    for keeps in [("Answer",), ("Nothing",)]:
        monkeypatch.setattr(type(surveys), "keeps", keeps)
        (problem,) = check_manifests()
        assert problem.id == "kernel.E003"


def test_every_table_of_an_add_on_stands_in_its_own_app():
    """Emptying them touches no other's rows: none of the house points at them from outside."""
    for addon in installed():
        ours = set(retention.stored(addon))
        for table in ours:
            for relation in table._meta.related_objects:
                if relation.on_delete is not models.DO_NOTHING:
                    assert relation.related_model._meta.app_label == addon.label


def test_a_model_that_only_looks_at_anothers_table_has_nothing_to_be_erased():
    with isolate_apps("tenant_apps.addons.surveys") as alone:

        class Guest(Ticket):
            class Meta:
                proxy = True
                app_label = "surveys"

        addon = alone.get_app_config("surveys")

    assert list(addon.get_models()) == [Guest]
    assert retention.stored(addon) == []
