"""The page of API keys: the secret is in one answer and in no other."""

import re

import pytest

from tenant_apps.office.apikeys import services
from tenant_apps.office.apikeys.models import ApiKey

PAGE = "/backstage/settings/api-keys"
BODY = {"name": "North door", "permissions": ["tickets.scan"], "days": "365"}


def test_a_key_is_made_shown_once_and_works(red, client_for):
    owner = client_for(red, "owner")
    answer = owner.post(PAGE, BODY)
    token = re.search(r'value="(mq_[^"]+)"', answer.content.decode()).group(1)

    assert services.recognise(token).permissions == {"tickets.scan"}
    assert "no-store" in answer["Cache-Control"]
    listed = owner.get(PAGE).content.decode()
    assert "North door" in listed
    assert token not in listed


def test_a_key_is_revoked_after_a_look(red, client_for):
    owner = client_for(red, "owner")
    owner.post(PAGE, BODY)
    key = ApiKey.objects.get()

    assert owner.get(f"{PAGE}/{key.pk}/revoke").status_code == 200
    assert ApiKey.objects.get().is_live
    assert owner.post(f"{PAGE}/{key.pk}/revoke").status_code == 302
    assert not ApiKey.objects.get().is_live


@pytest.mark.parametrize(
    "change",
    [{"permissions": []}, {"permissions": ["team.edit"]}, {"permissions": ["all"]}, {"name": ""},
     {"name": "x" * 101}, {"days": "-1"}, {"name": "\x00"}],
)  # fmt: skip
def test_a_key_that_may_not_be_is_not_made(red, client_for, change):
    answer = client_for(red, "manager").post(PAGE, BODY | change)
    assert answer.status_code == 200
    assert not ApiKey.objects.exists()


@pytest.mark.parametrize("role", ["finance", "support", "scanner"])
def test_only_who_may_change_settings_sees_keys(red, client_for, role):
    assert client_for(red, role).get(PAGE).status_code == 403


def test_a_key_of_red_is_not_found_at_blue(red, blue, client_for):
    client_for(red, "owner").post(PAGE, BODY)
    key = ApiKey.objects.get()

    assert client_for(blue, "owner").post(f"{PAGE}/{key.pk}/revoke").status_code == 404
    assert ApiKey.objects.get().is_live
