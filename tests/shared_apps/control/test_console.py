"""What the platform's staff sees and does: with a reason, on record."""

import re
from urllib.parse import urlsplit

import pytest

from kernel.facts.models import Record
from kernel.outbox.models import Delivery
from kernel.tenancy import in_tenant
from shared_apps.tenants.models import Feature, Tenant
from tenant_apps.office.team.facts import MemberInvited
from tests.conftest import STAFF

TENANT = "/control/tenants/red"
ACTS = [f"{TENANT}/{act}" for act in ("features/surveys", "suspension", "resumption", "visit")]
SIGHTS = ["/control/", TENANT, f"{TENANT}/deliveries"]


@pytest.mark.parametrize("path", [*SIGHTS, *ACTS])
def test_only_staff_of_the_platform_comes_in(console, owner, platform_client, path):
    assert console.get(path).status_code == 200
    assert platform_client(owner).get(path).status_code == 403
    assert urlsplit(platform_client().get(path)["Location"]).path == "/signin"


def test_who_is_no_staff_changes_nothing(owner, platform_client, red_tenant):
    client = platform_client(owner)
    for path in [*ACTS, f"{TENANT}/deliveries/retry", f"{TENANT}/deliveries/1/retry"]:
        assert client.post(path, {"reason": "because", "state": "on"}).status_code == 403
    red_tenant.refresh_from_db()
    assert red_tenant.state == "active"
    assert not Feature.objects.exists()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Red Theatre", "Blue Festival"}),
        ("q=theat", {"Red Theatre"}),
        ("q=BLUE", {"Blue Festival"}),
        ("q=olive@", {"Red Theatre"}),
        ("q=zzz", set()),
        ("state=suspended", set()),
        ("state=active&plan=standard", {"Red Theatre", "Blue Festival"}),
        ("state=nonsense&plan=nonsense", {"Red Theatre", "Blue Festival"}),
        ("feature=surveys", {"Blue Festival"}),
        ("page=77", {"Red Theatre", "Blue Festival"}),
    ],
)
def test_tenants_are_found_by_name_owner_state_plan_and_add_on(
    console, owner, turn_on, query, found
):
    turn_on(Tenant.objects.get(subdomain="blue"), "surveys")
    page = console.get(f"/control/?{query}")
    assert page.status_code == 200
    assert {name for name in ("Red Theatre", "Blue Festival") if name in page.text} == found


def test_htmx_gets_the_list_alone(console):
    part = console.get(
        "/control/?q=red", headers={"HX-Request": "true", "HX-Target": "tenant-list"}
    )
    assert "Red Theatre" in part.text
    assert "<html" not in part.text


def test_switching_on_opens_the_menu_at_once_and_the_organizer_reads_why(
    console, client_for, red_tenant
):
    client = client_for(red_tenant, "owner")
    assert client.get("/backstage/surveys/").status_code == 403
    assert "/backstage/surveys/" not in client.get("/backstage/settings").text

    done = console.post(
        f"{TENANT}/features/surveys",
        {"state": "trial", "limits": "replies = 500", "reason": "Asked for it by telephone."},
    )

    assert (done.status_code, done["Location"]) == (302, TENANT)
    feature = Feature.objects.get()
    assert (feature.tenant, feature.state, feature.limits) == (
        red_tenant, "trial", {"replies": 500}
    )  # fmt: skip
    assert client.get("/backstage/surveys/").status_code == 200
    assert "/backstage/surveys/" in client.get("/backstage/settings").text
    with in_tenant("red"):
        record = Record.objects.get(name="FeatureTurnedOn")
        assert record.actor == "staff:boss@marquee.example"
        assert record.body["reason"] == "Asked for it by telephone."
    with in_tenant("blue"):
        assert not Record.objects.exists()
    page = console.get(TENANT)
    assert "Asked for it by telephone." in page.text
    assert "boss@marquee.example" in page.text


def test_switching_off_shuts_it_and_keeps_the_limits(console, red_tenant, turn_on):
    turn_on(red_tenant, "surveys", limits={"replies": 5})
    form = console.get(f"{TENANT}/features/surveys")
    assert "replies = 5" in form.text
    console.post(f"{TENANT}/features/surveys", {"state": "off", "reason": "Unpaid."})
    feature = Feature.objects.get()
    assert (feature.state, feature.limits) == ("off", {"replies": 5})


def test_a_switch_says_that_it_moves_money_and_leaves_to_billing_what_is_late(
    console, red_tenant, turn_on
):
    turn_on(red_tenant, "surveys", state="past_due")
    page = console.get(f"{TENANT}/features/surveys").text
    assert "charged from today on" in page
    assert "after fourteen days" in page
    assert 'value="past_due"' not in page
    assert re.search(r'value="on"[^>]*selected', page)


@pytest.mark.parametrize(
    "change",
    [
        {"reason": ""},
        {"reason": "   "},
        {"state": "maybe"},
        {"state": "past_due"},  # billing's to say
        {"limits": "many"},
        {"limits": "replies = -5"},
        {"limits": "replies = 5\nreplies: 6"},
    ],
)
def test_without_reason_or_sense_nothing_changes(console, change):
    said = {"state": "on", "limits": "replies = 7", "reason": "Because.", **change}
    response = console.post(f"{TENANT}/features/surveys", said)
    assert response.status_code == 422
    assert "field-error" in response.text
    assert not Feature.objects.exists()


def test_an_add_on_that_is_not_installed_has_no_switch(console):
    assert console.post(f"{TENANT}/features/time-travel", {"state": "on"}).status_code == 404
    assert console.get("/control/tenants/nobody").status_code == 404


def test_closing_and_opening_a_shop(console, client_for, red_tenant):
    asked = console.get(f"{TENANT}/suspension")
    assert "http://red.localhost:8000" in asked.text
    assert console.post(f"{TENANT}/suspension", {"reason": ""}).status_code == 422
    assert client_for(red_tenant).get("/").status_code == 200

    assert console.post(f"{TENANT}/suspension", {"reason": "Fraud."}).status_code == 302
    assert client_for(red_tenant).get("/").status_code == 503
    assert "Fraud." in console.get(TENANT).text

    console.post(f"{TENANT}/resumption", {"reason": "All is well."})
    assert client_for(red_tenant).get("/").status_code == 200
    with in_tenant("red"):
        assert list(Record.objects.order_by("pk").values_list("name", "actor")) == [
            ("ShopSuspended", "staff:boss@marquee.example"),
            ("ShopResumed", "staff:boss@marquee.example"),
        ]


def test_staff_goes_backstage_with_a_reason_a_banner_and_a_record(console, client_for, red_tenant):
    assert console.post(f"{TENANT}/visit", {"reason": ""}).status_code == 422
    sent = console.post(f"{TENANT}/visit", {"reason": "Ticket 4711"})
    assert sent.status_code == 303

    visitor = client_for(red_tenant)
    assert visitor.get(sent["Location"]).status_code == 302
    page = visitor.get("/backstage/settings")
    assert "boss@marquee.example" in page.text.split('class="banner"')[1].split("</p>")[0]
    assert "Ticket 4711" in page.text
    with in_tenant("red"):
        record = Record.objects.get(name="PlatformStaffEntered")
        assert record.body["reason"] == "Ticket 4711"
        assert record.actor == "staff:boss@marquee.example"
    again = client_for(red_tenant).get(sent["Location"])
    assert again.status_code == 403  # a token is good once
    assert "Ticket 4711" in console.get(TENANT).text


@pytest.fixture
def stuck(red_tenant):
    """Two deliveries that failed too often, of a member who does not exist."""
    with in_tenant("red"):
        return [
            Delivery.objects.create(
                fact_id=fact.id, name=fact.name(), body=fact.body(), at=fact.at, due_at=fact.at,
                actor=str(STAFF), handler="tenant_apps.office.team.handlers:mail_invitation",
                state="parked", attempts=8, error="SMTPServerDisconnected: <gone>",
            )
            for fact in (MemberInvited(member_id=10**9), MemberInvited(member_id=10**9 + 1))
        ]  # fmt: skip


def parked():
    with in_tenant("red"):
        return set(Delivery.objects.parked().values_list("pk", flat=True))


def test_what_got_stuck_is_shown_with_its_error(console, stuck):
    assert "2 deliveries are stuck" in console.get(TENANT).text
    page = console.get(f"{TENANT}/deliveries")
    assert page.text.count("SMTPServerDisconnected: &lt;gone&gt;") == 2


def test_what_got_stuck_is_tried_again_one_or_all(console, stuck):
    assert console.post(f"{TENANT}/deliveries/{stuck[0].pk}/retry").status_code == 302
    assert parked() == {stuck[1].pk}
    with in_tenant("red"):
        freed = Delivery.objects.get(pk=stuck[0].pk)
        assert (freed.state, freed.attempts, freed.error) == ("waiting", 0, "")
    assert console.get(f"{TENANT}/deliveries/retry").status_code == 405
    console.post(f"{TENANT}/deliveries/retry")
    assert parked() == set()
