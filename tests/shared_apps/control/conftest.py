"""Who comes to the platform's own host."""

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
def console(boss, platform_client):
    """A browser in which a member of the platform's staff is signed in."""
    return platform_client(boss)
