"""Every page and API operation declares who may come in; closed features have shut doors."""

import re

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from config.api import api
from kernel.addons import AddOn, installed, owner_of
from kernel.gate import KINDS, Door
from kernel.roles import PERMISSIONS

NINJAS_OWN = {"api-root", "openapi-json", "openapi-view"}
FILLINGS = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000"}


def pages(urlconf):
    """Yield (path, view, name) of all pages, API operations aside."""
    yield from _walk(get_resolver(urlconf).url_patterns, "")


def _walk(patterns, prefix):
    for pattern in patterns:
        route = prefix + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "api":
                yield from _walk(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield "/" + route, pattern.callback, pattern.name


def operations():
    """Yield (method, path, operation) of the whole API."""
    for bound in api._get_bound_routers():
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    yield method, "/api" + bound.prefix + path, operation


def door_of(operation):
    """Find the declaration below whatever is wrapped around it."""
    function = operation.view_func
    while function is not None:
        if isinstance(getattr(function, "door", None), Door):
            return function.door
        function = getattr(function, "__wrapped__", None)
    return None


def filled(path):
    """Return the path with something in the place of each variable."""
    path = re.sub(r"<(?:(\w+):)?\w+>|\{(?:(\w+):)?\w+\}", lambda m: FILLINGS.get(
        m.group(1) or m.group(2), "x"), path)  # fmt: skip
    return re.sub(r"\(\?P<\w+>[^)]*\)", "x", path).removesuffix("$")


@pytest.mark.parametrize("urlconf", [settings.ROOT_URLCONF, settings.PUBLIC_SCHEMA_URLCONF])
def test_every_page_declares_its_door(urlconf):
    undeclared = [
        f"{path} ({view.__module__}.{getattr(view, '__qualname__', view)})"
        for path, view, _name in pages(urlconf)
        if not isinstance(getattr(view, "door", None), Door) or view.door.kind not in KINDS
    ]

    assert undeclared == []


def test_every_operation_declares_its_door():
    undeclared = [
        f"{method} {path}" for method, path, operation in operations() if door_of(operation) is None
    ]

    assert undeclared == []


def test_every_permission_named_at_a_door_is_one_of_ours():
    doors = [view.door for _path, view, _name in pages(settings.ROOT_URLCONF)]
    doors += [door_of(operation) for _method, _path, operation in operations()]

    assert {door.may for door in doors if door} <= PERMISSIONS | {"", "anyone"}


def test_backstage_pages_ask_for_a_member():
    """Whatever stands below /backstage/ is a backstage page, but for the ways in and out."""
    loose = [
        path
        for path, view, _name in pages(settings.ROOT_URLCONF)
        if path.startswith("/backstage/") and view.door.kind != "backstage"
    ]

    assert set(loose) <= {
        "/backstage/enter",
        "/backstage/welcome/<str:ident>/<str:token>",
        "/backstage/signout",
    }


@pytest.mark.parametrize("addon", installed(), ids=lambda addon: addon.label)
def test_the_pages_of_a_closed_feature_are_shut(red, client_for, addon):
    client, stranger = client_for(red, role="owner"), client_for(red)
    mine = [p for p in pages(settings.ROOT_URLCONF) if owner_of(p[1]) == addon]

    opened = [
        (path, response.status_code)
        for path, view, _name in mine
        for response in (client.get(filled(path)), stranger.get(filled(path)))
        if response.status_code not in ({302, 403} if view.door.kind == "backstage" else {404})
    ]

    assert opened == []


@pytest.mark.parametrize("addon", installed(), ids=lambda addon: addon.label)
def test_the_operations_of_a_closed_feature_are_shut(red, client_for, addon):
    client = client_for(red)
    mine = [
        (method, path)
        for method, path, operation in operations()
        if owner_of(operation.view_func) == addon
    ]

    answers = [client.generic(method, filled(path)) for method, path in mine]

    assert [a.status_code for a in answers] == [403] * len(mine)
    assert all(a.json()["code"] == "feature_not_enabled" for a in answers)


def test_no_add_on_is_merely_an_app():
    for name in settings.ADDONS:
        assert isinstance(next(a for a in installed() if a.name == name), AddOn)


def test_who_is_known_in_red_is_a_stranger_in_blue(red, blue, client_for):
    """Every door of blue, with the cookies of red's owner."""
    client = client_for(red, role="owner")
    assert client.get("/backstage/", headers={"host": "red.localhost"}).status_code != 302

    opened = [
        (path, response.status_code)
        for path, view, _name in pages(settings.ROOT_URLCONF)
        if view.door.kind == "backstage"
        for response in [client.get(filled(path), headers={"host": "blue.localhost"})]
        if response.status_code not in {302, 404}
        or (response.status_code == 302 and not response["Location"].startswith("/signin"))
    ]

    assert opened == []
