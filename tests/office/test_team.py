"""A team: who is asked in, what each may, and that one owner always stays."""

import re

import pytest
from django.core import mail

from kernel.facts.models import Record
from shared_apps.accounts.models import User
from tenant_apps.office.team import services
from tenant_apps.office.team.errors import AlreadyMember, LastOwner
from tenant_apps.office.team.models import Member


@pytest.fixture
def owner(red, client_for):
    return client_for(red, "owner")


def invited(client, email="new@example.org", role="support"):
    return client.post("/backstage/settings/team", {"email": email, "role": role, "name": ""})


def the_link():
    found = re.search(r"http://red\.localhost\S*(/backstage/welcome/\S+)", mail.outbox[-1].body)
    return found.group(1)


def test_who_is_invited_gets_a_letter_and_comes_in_with_a_password_of_his_own(
    red, owner, client_for, run_deliveries
):
    assert invited(owner).status_code == 302
    run_deliveries()
    assert mail.outbox[-1].to == ["new@example.org"]
    stranger = client_for(red)
    assert b"Red Theatre" in stranger.get(the_link()).content
    password = {"new_password1": "four quiet words", "new_password2": "four quiet words"}
    answer = stranger.post(the_link(), password)
    assert answer["Location"] == "/backstage/"
    assert stranger.get("/backstage/orders").status_code == 200
    member = Member.objects.get(user__email="new@example.org")
    assert (member.role, member.is_waiting) == ("support", False)
    assert member.user.check_password("four quiet words")
    assert Record.objects.filter(name="MemberJoined").count() == 1


def test_an_invitation_works_once(red, owner, client_for, run_deliveries):
    invited(owner)
    run_deliveries()
    link = the_link()
    password = {"new_password1": "four quiet words", "new_password2": "four quiet words"}
    client_for(red).post(link, password)
    again = client_for(red).post(link, dict.fromkeys(password, "another four words"))
    assert again.status_code == 410
    assert User.objects.get(email="new@example.org").check_password("four quiet words")


@pytest.mark.parametrize("link", ["MQ/abc-def", "!!/x", "OTk5OTk5/abc-123"])
def test_an_invented_invitation_opens_nothing(red, client_for, link):
    assert client_for(red).get(f"/backstage/welcome/{link}").status_code == 410


def test_an_invitation_to_red_opens_nothing_in_blue(red, blue, owner, client_for, run_deliveries):
    invited(owner)
    run_deliveries()
    assert client_for(blue).get(the_link()).status_code == 410


def test_nobody_is_invited_twice_and_what_was_typed_is_kept(red, owner):
    services.found(user=User.objects.create_user("old@example.org", None), role="finance")
    html = invited(owner, "OLD@example.org", role="manager").content.decode()
    assert "already on the team" in html
    assert 'value="OLD@example.org"' in html
    assert Member.objects.get(user__email="old@example.org").role == "finance"


def test_the_last_owner_stays_whatever_is_tried(red, owner):
    me = Member.objects.get(user=owner.user)
    services.invite(email="second@example.org", role="owner")  # has not come in yet
    assert owner.post(f"/backstage/settings/team/{me.pk}/remove").status_code == 409
    role = {"role": "support"}
    assert owner.post(f"/backstage/settings/team/{me.pk}/role", role).status_code == 409
    me.refresh_from_db()
    assert (me.role, me.removed_at) == ("owner", None)


def test_one_of_two_owners_may_go(red, owner):
    me = Member.objects.get(user=owner.user)
    services.found(user=User.objects.create_user("second@example.org", None), role="owner")
    services.change_role(member=me, role="manager")
    with pytest.raises(LastOwner):
        services.remove(member=Member.objects.get(user__email="second@example.org"))
    assert Record.objects.get(name="RoleChanged").body["before"] == "owner"


def test_who_is_removed_is_out_at_the_next_click(red, owner, client_for):
    finance = client_for(red, "finance")
    assert finance.get("/backstage/money").status_code == 200
    member = Member.objects.get(user=finance.user)
    owner.post(f"/backstage/settings/team/{member.pk}/remove")
    assert finance.get("/backstage/money").status_code == 403
    assert "finance@" not in owner.get("/backstage/settings/team").content.decode()


def test_who_was_removed_can_be_asked_back(red, owner, client_for):
    finance = client_for(red, "finance")
    services.remove(member=Member.objects.get(user=finance.user))
    services.invite(email=finance.user.email, role="support")
    with pytest.raises(AlreadyMember):
        services.invite(email=finance.user.email, role="support")
    member = Member.objects.get(user=finance.user)
    assert (member.role, member.removed_at, member.is_waiting) == ("support", None, True)


@pytest.mark.parametrize("role", ["manager", "finance", "support", "scanner"])
def test_only_owners_see_the_team(red, client_for, role):
    assert client_for(red, role).get("/backstage/settings/team").status_code == 403


def test_a_user_without_membership_is_nobody_backstage(red, client_for):
    client = client_for(red)
    client.force_login(User.objects.create_user("buyer@example.org", None))
    assert client.get("/backstage/").status_code == 403


def test_a_stranger_is_sent_to_sign_in_and_back(red, client_for):
    answer = client_for(red).get("/backstage/orders")
    assert answer["Location"] == "/signin?next=/backstage/orders"


def test_a_team_is_no_way_to_write_to_the_whole_world(red, owner, settings):
    settings.VALKEY_PREFIX += "no invitation yet"
    for number in range(40):
        assert invited(owner, f"new{number}@example.org").status_code == 302
    assert invited(owner, "one-more@example.org").status_code == 429
    waiting = Member.objects.get(user__email="new0@example.org")
    again = owner.post(f"/backstage/settings/team/{waiting.pk}/invitation")
    assert again.status_code == 429
    assert not User.objects.filter(email="one-more@example.org").exists()
