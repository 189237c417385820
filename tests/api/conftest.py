"""Programs that ask: with a key, with a sign-in, or as strangers."""

import json

import pytest
from django.apps import apps
from django.core.cache import cache

from kernel import rate
from kernel.roles import PERMISSIONS, permissions
from kernel.tenancy import in_tenant
from shared_apps.accounts.models import User
from tenant_apps.office.apikeys import services as apikeys

PASSWORD = "correct horse battery"


class Program:
    """Asks the API of one shop, always with the same proof."""

    def __init__(self, client, **headers):
        self.client = client
        self.headers = headers

    def ask(self, method, path, body=None, **headers):
        sent = {name.replace("_", "-"): value for name, value in (self.headers | headers).items()}
        raw = body if isinstance(body, (bytes, str)) else json.dumps(body)
        return self.client.generic(
            method,
            f"/api/v1{path}",
            b"" if body is None else raw,
            content_type="application/json",
            headers=sent,
        )

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def post(self, path, body=None, **headers):
        return self.ask("POST", path, body, **headers)

    def patch(self, path, body=None, **headers):
        return self.ask("PATCH", path, body, **headers)

    def delete(self, path, **headers):
        return self.ask("DELETE", path, **headers)


@pytest.fixture(autouse=True)
def _patience():
    """Nobody has asked too often yet."""
    rate._limiter.cache_clear()
    cache.clear()


@pytest.fixture
def stranger(client_for):
    """Return `stranger(tenant)`: a program without a proof."""
    return lambda tenant: Program(client_for(tenant))


@pytest.fixture
def keyed(client_for):
    """Return `keyed(tenant, *permissions)`: a program with an API key of that shop."""

    def make(tenant, *may):
        with in_tenant(tenant.schema_name):
            _key, token = apikeys.create(name="test", permissions=may, granted_by=PERMISSIONS)
        return Program(client_for(tenant), X_API_Key=token)

    return make


@pytest.fixture
def in_role(keyed):
    """Return `in_role(tenant, role)`: a program with a key that may what the role may."""
    return lambda tenant, role: keyed(tenant, *permissions(role))


@pytest.fixture
def person(db):
    """Return `person(tenant, role)`: a member of staff with a password."""

    def make(tenant, role="owner", email=None):
        with in_tenant(tenant.schema_name):
            email = email or f"{role}@{tenant.schema_name}.example"
            user = User.objects.create_user(email, PASSWORD, name=role.title())
            apps.get_model("team", "Member").objects.create(user=user, role=role)
            return user

    return make


@pytest.fixture
def signed_in(client_for, person):
    """Return `signed_in(tenant, role)`: a program that signed in, with `tokens`."""

    def make(tenant, role="owner"):
        user = person(tenant, role)
        program = Program(client_for(tenant))
        program.tokens = program.post(
            "/auth/login", {"email": user.email, "password": PASSWORD}
        ).json()
        program.headers = {"Authorization": f"Bearer {program.tokens['access']}"}
        program.user = user
        return program

    return make
