"""The owner's pages of billing are his alone."""

import pytest
from django.urls import get_resolver

from billing.owner.urls import urlpatterns
from kernel.tenancy import in_tenant
from shared_apps.accounts.models import User
from tenant_apps.office.team.models import Member
from tests.billing.owner.conftest import own

FILLED = {"subdomain": "red", "code": "checkin", "meter": "scans", "number": "2027-000001",
          "position": "1", "way": "month", "offer": "plus", "cycle": "month"}  # fmt: skip


def paths():
    for one in urlpatterns:
        route = str(one.pattern)
        for name, value in FILLED.items():
            for kind in ("slug", "str", "int"):
                route = route.replace(f"<{kind}:{name}>", value)
        yield f"/{route}"


def test_all_routes_are_filled():
    assert get_resolver("config.urls_public").resolve("/shops/red/billing")
    assert not [path for path in paths() if "<" in path]


@pytest.mark.parametrize("path", list(paths()))
def test_nobody_else_comes_in(desk, platform_client, path):
    stranger = own("blue", "bob@blue.example")
    for client, status in ((platform_client(stranger), 404), (platform_client(), 302)):
        answers = [client.get(path), client.post(path)]
        assert {one.status_code for one in answers} <= {status, 405}
        assert status in {one.status_code for one in answers}


def test_who_is_no_owner_any_more_is_out(desk):
    with in_tenant("red"):
        Member.objects.filter(user__email=desk.owner.email).update(role="manager")

    assert desk.get().status_code == 404
    assert desk.get("invoices").status_code == 404


def test_staff_of_the_platform_is_no_owner(desk, platform_client):
    boss = User.objects.create_user("boss@marquee.example", "a long password", is_staff=True)

    assert platform_client(boss).get("/shops/red/billing").status_code == 404
