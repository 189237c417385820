"""One row opens all doors, and shuts them."""

import pytest
from django_tenants.utils import schema_context

from kernel.actor import Actor
from kernel.facts.models import Record
from kernel.tenancy import each_tenant, has_feature, in_tenant, limit
from shared_apps.tenants.models import Feature
from shared_apps.tenants.services import features
from shared_apps.tenants.services.features import ReasonMissing, UnknownFeature

STAFF = Actor("staff", "9", "Sam")


def test_a_feature_opens_for_one_tenant_at_once_and_is_on_his_record(red, blue):
    features.turn_on(
        tenant=red, code="surveys", by=STAFF, reason="asked by mail", limits={"replies": 50}
    )

    with in_tenant("red"):
        assert has_feature("surveys")
        assert limit("surveys.replies") == 50
        assert limit("surveys.other") is None
        record = Record.objects.get(name="FeatureTurnedOn")
        assert record.actor == "staff:9"
        assert record.body == {
            "code": "surveys", "state": "on", "reason": "asked by mail", "source": "staff"
        }  # fmt: skip
    with in_tenant("blue"):
        assert not has_feature("surveys")
        assert not Record.objects.exists()
    with schema_context("public"):
        assert [shop.schema_name for shop in each_tenant(feature="surveys")] == ["red"]
        assert [shop.schema_name for shop in each_tenant()][:2] == ["red", "blue"]


def test_the_record_says_whose_doing_a_change_was(red):
    change = {"tenant": red, "code": "surveys", "by": STAFF, "reason": "trial", "source": "billing"}
    features.turn_on(**change)
    features.turn_off(**change)

    with in_tenant("red"):
        said = Record.objects.filter(name__startswith="FeatureTurned").values_list(
            "body", flat=True
        )
        assert [body["source"] for body in said] == ["billing", "billing"]


@pytest.mark.parametrize(
    ("state", "is_open"),
    [("off", False), ("suspended", False), ("trial", True), ("past_due", True)],
)
def test_a_state_is_open_or_shut(red, turn_on, state, is_open):
    turn_on(red, "surveys", limits={"replies": 5})

    if is_open:
        features.turn_on(tenant=red, code="surveys", by=STAFF, reason="r", state=state)
    else:
        features.turn_off(tenant=red, code="surveys", by=STAFF, reason="r", state=state)

    with in_tenant("red") as shop:
        assert has_feature("surveys") is is_open
        assert ("surveys" in shop.features) is (state != "off")
    with schema_context("public"):
        assert Feature.objects.get().limits == {"replies": 5}


def test_a_change_without_a_reason_changes_nothing(red):
    with pytest.raises(ReasonMissing):
        features.turn_on(tenant=red, code="surveys", by=STAFF, reason=" ")

    with schema_context("public"):
        assert not Feature.objects.exists()


def test_an_unknown_feature_is_refused(red):
    with pytest.raises(UnknownFeature):
        features.turn_on(tenant=red, code="time-travel", by=STAFF, reason="why not")
