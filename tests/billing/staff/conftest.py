"""Our own staff, at the console."""

import pytest

from shared_apps.accounts.models import User
from tests.billing import make


@pytest.fixture
def boss(public):
    return User.objects.create_user("boss@marquee.example", "a long password", is_staff=True)


@pytest.fixture
def console(boss, platform_client):
    """A browser in which a member of the platform's staff is signed in."""
    return platform_client(boss)


@pytest.fixture
def account(public):
    """Red's account with us, as it begins."""
    return make.account()
