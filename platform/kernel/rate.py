"""How often one visitor may ask. Counted in Valkey; while it is away, everybody may."""

import functools
from collections.abc import Callable
from functools import cache
from ipaddress import IPv6Address, IPv6Network
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from limits import parse
from limits.storage import Storage, storage_from_string
from limits.strategies import SlidingWindowCounterRateLimiter

from kernel import valkey
from kernel.errors import TooManyRequests
from kernel.tenancy import schema


def rate(limit: str, *, by: Callable[[HttpRequest], str] | None = None) -> Callable[..., Any]:
    """Limit a page or an API operation: `@rate("10/minute")`, per address if `by` is not given.

    Raises TooManyRequests (429), which the door translates.
    """
    window = parse(limit)

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        name = f"{view.__module__}.{view.__qualname__}"

        @functools.wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            who = by(request) if by else address(request)
            where = f"{settings.VALKEY_PREFIX}{schema()}"
            if not valkey.breaker.ask(lambda: _limiter().hit(window, where, name, who), True):
                raise TooManyRequests()
            return view(request, *args, **kwargs)

        return limited

    return decorate


def address(request: HttpRequest) -> str:
    """Return the visitor's address; of IPv6 the network, since each visitor has a whole one.

    It is what the web server saw; behind TRUSTED_PROXIES, what the outermost of those saw. What
    stands further left in X-Forwarded-For anybody may have written.
    """
    seen = str(request.META.get("REMOTE_ADDR", ""))
    if behind := settings.TRUSTED_PROXIES:
        told = request.headers.get("X-Forwarded-For", "").split(",")
        seen = told[-behind].strip() if len(told) >= behind else seen
    return _network(seen) if ":" in seen else seen


def _network(seen: str) -> str:
    try:
        address = IPv6Address(seen.partition("%")[0])
    except ValueError:
        return seen[:60]
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Network((address, 64), strict=False))


@cache
def _limiter() -> SlidingWindowCounterRateLimiter:
    return SlidingWindowCounterRateLimiter(_storage())


def _storage() -> Storage:
    where = settings.RATE_STORAGE
    if not where.startswith("redis"):
        return cast(Storage, storage_from_string(where))
    patience = {
        "socket_timeout": settings.VALKEY_TIMEOUT,
        "socket_connect_timeout": settings.VALKEY_TIMEOUT,
    }
    return cast(Storage, storage_from_string(where, **patience))
