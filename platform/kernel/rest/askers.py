"""Who asks by the API: somebody with a proof, or a stranger."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from kernel.gate import STRANGER
from kernel.rate import rate


def stranger(request: HttpRequest) -> str | None:
    """Let in who shows no proof at all, as a stranger. A proof that is no good lets nobody in.

    The last of the API's auths: those before it did not know the proof.
    """
    if "Authorization" in request.headers or "X-API-Key" in request.headers:
        return None
    request.permissions = frozenset()  # type: ignore[attr-defined]
    return STRANGER


def rate_for_strangers(limit: str) -> Callable[..., Any]:
    """Limit how often one address may ask without a proof. Put it below `@may(...)`."""

    def decorate(operation: Callable[..., Any]) -> Callable[..., Any]:
        limited = rate(limit)(operation)

        @functools.wraps(operation)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            chosen = limited if getattr(request, "auth", STRANGER) == STRANGER else operation
            return chosen(request, *args, **kwargs)

        return asked

    return decorate


def permissions_of(request: HttpRequest) -> frozenset[str]:
    """Return what the asker may; nothing, for a stranger."""
    return getattr(request, "permissions", frozenset())
