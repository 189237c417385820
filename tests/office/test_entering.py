"""From the platform into a shop's backstage, by a token that is good once."""

import pytest
from django_tenants.utils import schema_context

from kernel.facts.models import Record
from shared_apps.accounts.models import User
from shared_apps.tenants.models import Ownership
from shared_apps.tenants.services import handshake
from tenant_apps.office.team import services
from tenant_apps.office.team.models import Member


@pytest.fixture
def olga(red):
    """A user of the platform who owns red."""
    with schema_context("public"):
        user = User.objects.create_user("olga@example.org", None, name="Olga")
        Ownership.objects.create(tenant=red, user=user, role="owner")
    return user


def token_for(user, tenant, reason=""):
    with schema_context("public"):
        return handshake.issue(user=user, tenant=tenant, reason=reason)


def test_an_owner_enters_and_is_a_member_from_then_on(red, olga, client_for):
    client = client_for(red)
    answer = client.get("/backstage/enter", {"token": token_for(olga, red)})
    assert answer["Location"] == "/backstage/"
    assert client.get("/backstage/settings/team").status_code == 200
    member = Member.objects.get(user__email="olga@example.org")
    assert (member.role, member.is_platform_staff) == ("owner", False)


def test_a_token_is_good_once_and_only_here(red, blue, olga, client_for):
    token = token_for(olga, red)
    assert client_for(blue).get("/backstage/enter", {"token": token}).status_code == 403
    assert client_for(red).get("/backstage/enter", {"token": token}).status_code == 302
    assert client_for(red).get("/backstage/enter", {"token": token}).status_code == 403
    assert client_for(red).get("/backstage/enter").status_code == 403


def test_the_role_that_the_shop_gave_stays(red, olga, client_for):
    services.found(user=User.objects.create_user("olga@example.org", None), role="finance")
    client_for(red).get("/backstage/enter", {"token": token_for(olga, red)})
    assert Member.objects.get(user__email="olga@example.org").role == "finance"


def test_who_was_removed_does_not_come_back_by_the_platform(red, olga, client_for):
    client_for(red).get("/backstage/enter", {"token": token_for(olga, red)})
    services.found(user=User.objects.create_user("other@example.org", None), role="owner")
    services.remove(member=Member.objects.get(user__email="olga@example.org"))
    client = client_for(red)
    assert client.get("/backstage/enter", {"token": token_for(olga, red)}).status_code == 403
    assert client.get("/backstage/").status_code == 302


def test_platform_staff_enter_with_a_reason_a_banner_and_a_record(red, client_for):
    with schema_context("public"):
        staff = User.objects.create_user("staff@marquee.example", None, is_staff=True)
    client = client_for(red)
    client.get("/backstage/enter", {"token": token_for(staff, red, "ticket 4711")})
    html = client.get("/backstage/events").content.decode()
    assert "ticket 4711" in html
    record = Record.objects.get(name="PlatformStaffEntered")
    assert record.body["reason"] == "ticket 4711"
    assert not Member.objects.listed().filter(user__email="staff@marquee.example").exists()
    client.post("/backstage/events/new", {"name": "x", "timezone": "UTC", "currency": "EUR"})
    assert Record.objects.get(name="EventCreated").actor == "staff:staff@marquee.example"


def test_a_visit_of_the_platform_cannot_be_repeated_by_signing_in(red, client_for):
    user = User.objects.create_user("staff@marquee.example", None)
    Member.objects.create(user=user, role="owner", is_platform_staff=True)
    client = client_for(red)
    client.force_login(user)
    assert client.get("/backstage/events").status_code == 403


def test_signing_out_leaves_backstage(red, client_for):
    client = client_for(red, "owner")
    assert client.get("/backstage/signout").status_code == 405
    client.post("/backstage/signout")
    assert client.get("/backstage/").status_code == 302


def test_who_came_by_the_platform_gets_a_first_password_by_mail_only(red, olga, client_for):
    client = client_for(red)
    client.get("/backstage/enter", {"token": token_for(olga, red)})

    answer = client.get("/signin/password", follow=True)

    assert answer.status_code == 200
    assert 'name="email"' in answer.text
    assert 'type="password"' not in answer.text
