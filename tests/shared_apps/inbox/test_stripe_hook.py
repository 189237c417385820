"""What Stripe sends: kept once, announced to the right shop, whatever the post does to it."""

import json

import pytest
from django.conf import settings as conf
from django.db import DatabaseError
from django_tenants.utils import schema_context

from kernel.facts.models import Record
from kernel.tenancy import PUBLIC, in_tenant
from shared_apps.inbox import services
from shared_apps.inbox.models import Notice
from shared_apps.tenants.directory import directory
from shared_apps.tenants.models import Tenant


@pytest.fixture
def knock(platform_client):
    """Bring a letter to the platform's door."""

    def bring(letter, host=conf.PLATFORM_HOST):
        return platform_client(raise_request_exception=False).post(
            "/hooks/stripe",
            data=letter.body,
            content_type="application/json",
            headers={"Stripe-Signature": letter.signature, "Host": host},
        )

    return bring


def connected(shop, stripe, account=""):
    account = account or stripe.account()
    with schema_context(PUBLIC):
        Tenant.objects.filter(pk=shop.pk).update(stripe_account=account)
    directory.changed()
    return account


def an_event(stripe, account, kind="payment_intent.succeeded", **metadata):
    thing = {"id": "pi_1", "object": "payment_intent", "metadata": metadata}
    return stripe.world.say(account, kind, thing)


def heard(shop):
    with in_tenant(shop.schema_name):
        found = Record.objects.filter(name="StripeSaid").order_by("id")
        return [record.body | {"actor": record.actor} for record in found]


def test_an_event_is_kept_once_and_announced_to_the_shop_of_its_account(red, blue, stripe, knock):
    account = connected(red, stripe)
    connected(blue, stripe)
    event = an_event(stripe, account, schema=red.schema_name, payment="3f6c")
    assert knock(stripe.letter(event)).status_code == 204
    assert heard(red) == [
        {
            "kind": "payment_intent.succeeded",
            "object_id": "pi_1",
            "intent_id": "pi_1",
            "payment_key": "3f6c",
            "account": account,
            "actor": f"stripe:{event['id']}",
        }
    ]
    assert heard(blue) == []
    notice = Notice.objects.get(event_id=event["id"])
    assert (notice.state, notice.schema_name) == ("announced", red.schema_name)


def test_an_event_that_comes_twice_is_announced_once(red, stripe, knock):
    event = an_event(stripe, connected(red, stripe), schema=red.schema_name)
    first, late = stripe.letter(event), stripe.letter(event, age=200)
    assert [knock(letter).status_code for letter in (first, first, late)] == [204, 204, 204]
    assert len(heard(red)) == 1
    assert Notice.objects.count() == 1


def test_events_out_of_order_are_announced_as_they_come(red, stripe, knock):
    account = connected(red, stripe)
    kinds = ["payment_intent.processing", "payment_intent.succeeded"]
    events = [an_event(stripe, account, kind, schema=red.schema_name) for kind in kinds]
    for event in reversed(events):
        knock(stripe.letter(event))
    assert [said["kind"] for said in heard(red)] == kinds[::-1]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda stripe, event: stripe.letter(event, secret="whsec_of_somebody_else"),
        lambda stripe, event: stripe.letter(event, age=3600),
        lambda stripe, event: type(stripe.letter(event))(
            stripe.letter(event).body.replace(b"pi_1", b"pi_2"), stripe.letter(event).signature
        ),
        lambda stripe, event: type(stripe.letter(event))(stripe.letter(event).body, ""),
        lambda stripe, event: type(stripe.letter(event))(b"\xff\xfe", "t=1,v1=00"),
        lambda stripe, event: stripe.letter({"object": "v2.core.event", "id": "evt_2"}),
        lambda stripe, event: stripe.letter({"object": "event"}),
        lambda stripe, event: stripe.letter([1, 2]),
    ],
    ids=["forged", "stale", "altered", "unsigned", "garbled", "thin", "empty", "a list"],
)
def test_what_is_not_stripes_is_refused_and_nothing_is_kept(red, stripe, knock, spoil):
    event = an_event(stripe, connected(red, stripe), schema=red.schema_name)
    assert knock(spoil(stripe, event)).status_code == 400
    assert Notice.objects.count() == 0
    assert heard(red) == []


def test_without_a_secret_nothing_is_believed(red, stripe, knock, settings):
    event = an_event(stripe, connected(red, stripe), schema=red.schema_name)
    settings.STRIPE_WEBHOOK_SECRET = ""
    assert knock(stripe.letter(event, secret="")).status_code == 400
    assert Notice.objects.count() == 0


def test_each_of_several_secrets_opens_the_door(red, stripe, knock, settings):
    event = an_event(stripe, connected(red, stripe), schema=red.schema_name)
    settings.STRIPE_WEBHOOK_SECRET = "whsec_old, whsec_new"
    assert knock(stripe.letter(event, secret="whsec_new")).status_code == 204
    assert knock(stripe.letter(event, secret="whsec_old")).status_code == 204
    assert knock(stripe.letter(event)).status_code == 400


def test_the_door_is_on_the_platform_and_takes_letters_only(red, stripe, knock, platform_client):
    letter = stripe.letter(an_event(stripe, connected(red, stripe), schema=red.schema_name))
    assert knock(letter, host="red.localhost").status_code == 404
    assert platform_client().get("/hooks/stripe").status_code == 405
    assert Notice.objects.count() == 0


def test_an_unknown_account_is_parked_and_released_when_its_shop_is_known(red, stripe, knock):
    account = stripe.account()
    event = an_event(stripe, account, schema=red.schema_name)
    assert knock(stripe.letter(event)).status_code == 204
    assert Notice.objects.get().state == "parked"
    assert heard(red) == []
    connected(red, stripe, account)
    assert services.release(account=account) == 1
    assert services.release(account=account) == 0
    assert len(heard(red)) == 1
    assert Notice.objects.get().state == "announced"


def test_metadata_cannot_speak_into_another_shop(red, blue, stripe, knock):
    connected(red, stripe)
    event = an_event(stripe, connected(blue, stripe), schema=red.schema_name)
    assert knock(stripe.letter(event)).status_code == 204
    assert heard(red) == heard(blue) == []
    assert Notice.objects.get().state == "ignored"


def test_payments_that_others_took_through_the_account_are_ignored(red, stripe, knock):
    event = an_event(stripe, connected(red, stripe))
    assert knock(stripe.letter(event)).status_code == 204
    assert heard(red) == []
    assert Notice.objects.get().state == "ignored"


def test_the_platforms_own_objects_are_found_by_their_metadata(red, stripe, knock):
    connected(red, stripe)
    knock(stripe.letter(an_event(stripe, "", schema=red.schema_name)))
    knock(stripe.letter(an_event(stripe, "")))
    assert len(heard(red)) == 1
    assert sorted(Notice.objects.values_list("state", flat=True)) == ["announced", "ignored"]


def test_a_refund_made_at_stripe_names_its_payment(red, stripe, knock):
    account = connected(red, stripe)
    refund = {"id": "re_1", "object": "refund", "payment_intent": "pi_7", "metadata": {}}
    knock(stripe.letter(stripe.world.say(account, "refund.created", refund)))
    (said,) = heard(red)
    assert (said["object_id"], said["intent_id"]) == ("re_1", "pi_7")


def test_what_was_kept_and_not_announced_is_announced_when_it_comes_again(
    red, stripe, knock, monkeypatch
):
    event = an_event(stripe, connected(red, stripe), schema=red.schema_name)

    def crash(fact):
        raise DatabaseError("the connection went away")

    with monkeypatch.context() as broken:
        broken.setattr(services, "announce", crash)
        assert knock(stripe.letter(event)).status_code == 500
    assert Notice.objects.get().state == "received"
    assert knock(stripe.letter(event)).status_code == 204
    assert len(heard(red)) == 1


def test_what_was_announced_and_not_ticked_is_not_announced_again(red, stripe, knock):
    event = an_event(stripe, connected(red, stripe), schema=red.schema_name)
    knock(stripe.letter(event))
    Notice.objects.update(state="received")
    knock(stripe.letter(event))
    assert len(heard(red)) == 1
    assert Notice.objects.get().state == "announced"


def test_no_personal_data_is_kept(red, stripe, knock):
    account = connected(red, stripe)
    charge = {
        "id": "ch_1",
        "object": "charge",
        "payment_intent": "pi_1",
        "billing_details": {"email": "ann@example.com"},
        "metadata": {"schema": red.schema_name},
    }
    knock(stripe.letter(stripe.world.say(account, "charge.refunded", charge)))
    kept = json.dumps([*Notice.objects.values(), *heard(red)], default=str)
    assert "ch_1" in kept
    assert "ann@" not in kept
