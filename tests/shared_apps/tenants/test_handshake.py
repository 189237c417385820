"""Entering a shop from the platform."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django_tenants.utils import schema_context

from kernel.tenancy import in_tenant
from shared_apps.accounts.models import RedeemedToken, User
from shared_apps.tenants.models import Ownership
from shared_apps.tenants.services import handshake
from shared_apps.tenants.services.handshake import HandshakeRefused


@pytest.fixture
def owner(red):
    with schema_context("public"):
        user = User.objects.create_user("o@red.example", name="Rosa", language="fr")
        Ownership.objects.create(user=user, tenant=red)
        return user


@pytest.fixture
def token(owner, red):
    with schema_context("public"):
        return handshake.issue(user=owner, tenant=red)


def test_an_owner_enters_once(red, token):
    guest = handshake.redeem(token)

    assert (guest.email, guest.name, guest.language, guest.role) == (
        "o@red.example",
        "Rosa",
        "fr",
        "owner",
    )
    assert not guest.is_platform_staff
    with pytest.raises(HandshakeRefused):
        handshake.redeem(token)
    assert RedeemedToken.objects.count() == 1


def test_the_door_of_another_shop_stays_shut(red, blue, token):
    with in_tenant("blue"), pytest.raises(HandshakeRefused):
        handshake.redeem(token)

    assert handshake.redeem(token).role == "owner"


def test_a_minute_later_it_is_too_late(red, token):
    with (
        time_machine.travel(timezone.now() + timedelta(seconds=61)),
        pytest.raises(HandshakeRefused),
    ):
        handshake.redeem(token)


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: "x" + t, lambda t: "", str.swapcase]
)
def test_a_forged_token_is_refused(red, token, change):
    with pytest.raises(HandshakeRefused):
        handshake.redeem(change(token))


def test_a_stranger_gets_no_token(red, blue, owner):
    with schema_context("public"), pytest.raises(HandshakeRefused):
        handshake.issue(user=owner, tenant=blue)


def test_platform_staff_enter_with_a_reason_only(red):
    with schema_context("public"):
        staff = User.objects.create_superuser("s@marquee.example")
        with pytest.raises(HandshakeRefused):
            handshake.issue(user=staff, tenant=red)
        token = handshake.issue(user=staff, tenant=red, reason="case 12")

    guest = handshake.redeem(token)

    assert guest.is_platform_staff
    assert guest.reason == "case 12"
