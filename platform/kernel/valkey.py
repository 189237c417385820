"""Valkey, which carries signals and may vanish: whoever asks it gets an answer or a default."""

import logging
import time
from collections.abc import Callable
from functools import cache
from typing import Any, ClassVar, cast

import redis
from django.conf import settings
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from django.utils.functional import cached_property
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger(__name__)


class Breaker:
    """Stops asking a dead server for a while, so that a request pays for it once, not each time."""

    def __init__(self, seconds: float = 5.0) -> None:
        self.seconds = seconds
        self.open_until = 0.0

    def ask[T](self, question: Callable[[], T], default: T) -> T:
        """Return the answer, or `default` when the server is silent or was a moment ago."""
        if time.monotonic() < self.open_until:
            return default
        try:
            return question()
        except (redis.RedisError, OSError) as error:
            if isinstance(error, redis.ResponseError):
                raise
            self.open_until = time.monotonic() + self.seconds
            log.warning("valkey is silent, going on without it for %s s: %s", self.seconds, error)
            return default


breaker = Breaker()


@cache
def client() -> redis.Redis:
    """Return this process's client: short of patience, one second try for a stale connection."""
    return redis.Redis.from_url(
        settings.VALKEY_URL,
        socket_timeout=settings.VALKEY_TIMEOUT,
        socket_connect_timeout=settings.VALKEY_TIMEOUT,
        retry=Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,)),
        decode_responses=True,
    )


def key(name: str) -> str:
    """Return the name a key of this installation has in Valkey."""
    return f"{settings.VALKEY_PREFIX}{name}"


def ask[T](question: Callable[[redis.Redis], T], default: T) -> T:
    """Ask Valkey; `default` when it does not answer."""
    return breaker.ask(lambda: question(client()), default)


class _Forgiving:
    """Django's cache client, whose misses may also come from a dead server."""

    DEFAULTS: ClassVar[dict[str, Any]] = {"add": True, "get_many": {}, "incr": 0}

    def __init__(self, strict: RedisCacheClient) -> None:
        self.strict = strict

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self.strict, name)

        def forgiving(*args: Any, **kwargs: Any) -> Any:
            default = args[1] if name == "get" else self.DEFAULTS.get(name)
            return breaker.ask(lambda: method(*args, **kwargs), default)

        return forgiving


class ForgivingCache(RedisCache):
    """Django's Redis cache; while Valkey is away everything is a miss."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = params.setdefault("OPTIONS", {})
        options.setdefault("socket_timeout", settings.VALKEY_TIMEOUT)
        options.setdefault("socket_connect_timeout", settings.VALKEY_TIMEOUT)
        super().__init__(server, params)

    @cached_property
    def _cache(self) -> Any:
        mine = cast(Any, self)
        return _Forgiving(mine._class(mine._servers, **mine._options))
