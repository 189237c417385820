"""Who comes to the platform's own host."""

import secrets

import pytest

from kernel.tenancy import in_tenant
from shared_apps.accounts.models import User
from shared_apps.tenants.hooks import furnish_shop
from shared_apps.tenants.models import Ownership, Tenant


@pytest.fixture
def boss(public):
    return User.objects.create_user("boss@marquee.example", "a long password", is_staff=True)


@pytest.fixture
def owner(public, red_tenant):
    user = User.objects.create_user("olive@red.example", "a long password", name="Olive")
    Ownership.objects.create(tenant=red_tenant, user=user)
    with in_tenant("red"):
        furnish_shop.ask(user=User.objects.create_user(user.email), role="owner")
    return user


@pytest.fixture
def red_tenant(public):
    return Tenant.objects.get(subdomain="red")


@pytest.fixture
def visitor(public, platform_client):
    """A browser of a stranger, at an address that nobody came from before: attempts are counted."""
    here = ".".join(str(secrets.randbelow(254) + 1) for _part in range(3))
    return platform_client(REMOTE_ADDR=f"10.{here}")


@pytest.fixture
def console(boss, platform_client):
    """A browser in which a member of the platform's staff is signed in."""
    return platform_client(boss)
