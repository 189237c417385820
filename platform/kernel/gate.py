"""Doors: every page and every API operation declares who may come in."""

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.cache import patch_cache_control

from kernel.addons import AddOn, feature_of, owner_of
from kernel.errors import (
    FeatureNotEnabled,
    NotAllowed,
    NotAuthenticated,
    refusal_as_problem,
)
from kernel.roles import PERMISSIONS, WORDS
from kernel.tenancy import current, has_feature

View = Callable[..., Any]
STRANGER = "stranger"  # what the API knows of somebody who shows no proof
KINDS = frozenset({"shop", "platform", "signed_in", "control", "backstage", "api", "machine"})


@dataclass(frozen=True)
class Door:
    """Who may come in. `may` is a permission, "anyone" or "" (any member).

    `is_kept`: what was begun with the feature ends here, so it stays open while suspended.
    """

    kind: str
    may: str = ""
    feature: str | None = None
    is_kept: bool = False


def shop_page(view: View) -> View:
    """Let anybody in, on a shop's host."""
    return _with_door(view, Door("shop", "anyone", feature_of(view)))


def buyer_page(view: View) -> View:
    """Let anybody in, on a shop's host, to what is his alone: his cart, his order."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return _for_no_other_eyes(view(request, *args, **kwargs))

    return _with_door(guarded, Door("shop", "anyone", feature_of(view)))


def kept_open(view: View) -> View:
    """Keep an add-on's page open while its feature is suspended, so that nobody is stranded.

    Stands above the door: `@kept_open`, then `@shop_page`. Off is off all the same.
    """
    return _with_door(view, replace(view.door, is_kept=True))  # type: ignore[attr-defined]


def platform_page(view: View) -> View:
    """Let anybody in, on the platform's host."""
    return _with_door(view, Door("platform", "anyone"))


def machine_page(view: View) -> View:
    """Let programs in that prove themselves by signature (webhooks)."""
    return _with_door(view, Door("machine", "anyone", feature_of(view)))


def signed_in_page(view: View) -> View:
    """Let a signed-in organizer in, on the platform's host."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        _only_on_the_platform()
        if not _is_signed_in(request):
            return _to_sign_in(request)
        return _for_no_other_eyes(view(request, *args, **kwargs))

    return _with_door(guarded, Door("signed_in", ""))


def control_page(view: View) -> View:
    """Let the platform's own staff in, on the platform's host."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        _only_on_the_platform()
        if not _is_signed_in(request):
            return _to_sign_in(request)
        if not request.user.is_staff:
            raise PermissionDenied
        return _for_no_other_eyes(view(request, *args, **kwargs))

    return _with_door(guarded, Door("control", "staff"))


def backstage_page(may: str = "") -> Callable[[View], View]:
    """Let members in whose role has the permission `may`; any member, if it is empty."""
    _known(may)

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if current().is_public:
                raise Http404
            if not _is_signed_in(request):
                return _to_sign_in(request)
            if getattr(request, "member", None) is None or not _has(request, may):
                raise PermissionDenied(str(WORDS.get(may, "")))
            return _for_no_other_eyes(view(request, *args, **kwargs))

        return _with_door(guarded, Door("backstage", may, feature_of(view)))

    return decorate


def may(permission: str) -> Callable[[View], View]:
    """Declare the permission an API operation needs: "anyone", or one of `kernel.roles`.

    `request.permissions` is set by the operation's auth. Put it below `@router.get(...)`.
    """
    _known(permission)

    def decorate(operation: View) -> View:
        @functools.wraps(operation)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if permission != "anyone" and not _has(request, permission):
                stranger = getattr(request, "auth", STRANGER) == STRANGER
                raise NotAuthenticated() if stranger else NotAllowed()
            return operation(request, *args, **kwargs)

        return _with_door(guarded, Door("api", permission, feature_of(operation)))

    return decorate


def requires(feature: str) -> Callable[[View], View]:
    """Shut an API router's operations unless the tenant has the feature.

    For ninja's view mode: a shut door is shut before it asks who knocks and what he brings. It
    answers by itself, since an error raised there would escape ninja's handlers.
    """

    def decorate(operation: View) -> View:
        @functools.wraps(operation)
        def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not has_feature(feature):
                return refusal_as_problem(request, FeatureNotEnabled(feature=feature))
            return operation(request, *args, **kwargs)

        return gated

    return decorate


class FeatureGate:
    """Shuts the pages of add-ons that the tenant does not have."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass through; the view is known in `process_view`."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """A shop page is not there; a backstage page says that it is not in the plan."""
        owner = owner_of(view)
        if not isinstance(owner, AddOn) or owner.is_open:
            return None
        door: Door | None = getattr(view, "door", None)
        if door is not None and door.is_kept and owner.is_kept:
            return None
        if door is None or door.kind != "backstage":
            raise Http404
        if getattr(request, "member", None) is None:
            return None  # the page's own door sends strangers away first
        return render(request, "kernel/not_in_plan.html", {"addon": owner}, status=403)


def _for_no_other_eyes(response: Any) -> Any:
    """Keep a page out of every cache, so that who comes after at this machine cannot go back to it.

    A page that says itself how it may be kept is left alone.
    """
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, private=True, no_store=True)
    return response


def _with_door(view: View, door: Door) -> View:
    view.door = door  # type: ignore[attr-defined]
    return view


def _known(permission: str) -> None:
    if permission not in PERMISSIONS | {"", "anyone"}:
        raise ValueError(f"unknown permission: {permission}")


def _has(request: HttpRequest, permission: str) -> bool:
    return not permission or permission in getattr(request, "permissions", frozenset())


def _is_signed_in(request: HttpRequest) -> bool:
    return bool(request.session.session_key) and request.user.is_authenticated


def _only_on_the_platform() -> None:
    if not current().is_public:
        raise Http404


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
