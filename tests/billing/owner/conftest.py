"""An owner at the desk of the platform, and a clock that moves the months."""

import re
from html import unescape

import pytest
import time_machine

from kernel.tenancy import in_tenant
from shared_apps.accounts.models import User
from shared_apps.tenants.hooks import furnish_shop
from shared_apps.tenants.models import Ownership, Tenant
from tests.billing.engine.conftest import WORKS, Story, checkin  # noqa: F401 - a fixture

BEGIN = "2027-01-10 09:00"


def own(subdomain, email):
    """A user of the platform who owns a shop."""
    user = User.objects.create_user(email, "a long password", name="Olive")
    Ownership.objects.create(tenant=Tenant.objects.get(subdomain=subdomain), user=user)
    with in_tenant(subdomain):
        furnish_shop.ask(user=User.objects.create_user(user.email), role="owner")
    return user


class Desk:
    """Red's owner at his pages. Paths are those below /shops/red/billing/."""

    def __init__(self, client_of, travel):
        self.owner = own("red", "olive@red.example")
        self.client_of, self.travel = client_of, travel
        self.travel.move_to(f"{BEGIN}+00:00")
        self.story = Story(Tenant.objects.get(subdomain="red"), BEGIN)
        self.client = client_of(self.owner)

    def at(self, when):
        """Let time pass until then (UTC); the owner signs in anew."""
        self.travel.move_to(f"{when}+00:00")
        self.story.on(when)
        self.client = self.client_of(self.owner)
        return self

    def card(self, number=WORKS):
        self.story.card(number)

    @property
    def account(self):
        self.story.account.refresh_from_db()
        return self.story.account

    def get(self, path=""):
        return self.client.get(f"/shops/red/billing/{path}".removesuffix("/"))

    def words(self, path=""):
        """What a page says, without its tags."""
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return plain(answer)

    def post(self, path, **data):
        return self.client.post(f"/shops/red/billing/{path}", data)


def plain(answer):
    """The words of an answer's main part, with single spaces."""
    main = answer.text.partition("<main")[2].partition("</main>")[0] or answer.text
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.fixture
def desk(public, checkin, platform_client):  # noqa: F811
    with time_machine.travel(f"{BEGIN}+00:00", tick=True) as travel:
        yield Desk(platform_client, travel)
