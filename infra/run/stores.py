"""PostgreSQL and Valkey: the embedded ones, unless the environment names others."""

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from infra.run import say, system
from infra.run.children import Child
from infra.run.folder import Folder
from infra.run.postgres import Postgres
from infra.run.valkey import Valkey


@dataclass
class Stores:
    """What runs, how to start it again, and what the application must know to reach it."""

    starters: dict[str, Callable[[], Child]] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    external: bool = False


def prepare(folder: Folder, *, durable: bool = True, own: bool = False) -> Stores:
    """Get the stores ready to start.

    `durable=False` trades safety for speed; `own=True` ignores DATABASE_URL and REDIS_URL, so that
    nothing of anybody's is touched.
    """
    given = {} if own else os.environ
    user = system.server_user()
    stores = Stores()
    if database := given.get("DATABASE_URL"):
        see_that_it_answers("DATABASE_URL", database, usual_port=5432)
        stores.environment["DATABASE_URL"] = database
        stores.external = True
        say.line("· PostgreSQL: the one DATABASE_URL names")
    else:
        postgres = Postgres(folder, user, durable=durable)
        postgres.prepare()
        stores.starters["postgres"] = postgres.start
        stores.environment |= {"DATABASE_URL": postgres.url, **postgres.client_environment}
    if redis := given.get("REDIS_URL"):
        see_that_it_answers("REDIS_URL", redis, usual_port=6379)
        stores.environment["REDIS_URL"] = redis
        say.line("· Valkey: the one REDIS_URL names")
    else:
        valkey = Valkey(folder, user)
        stores.starters["valkey"] = valkey.start
        stores.environment["REDIS_URL"] = valkey.url
    return stores


def see_that_it_answers(variable: str, url: str, *, usual_port: int) -> None:
    """Raise Trouble when nobody listens where `variable` points to; sockets are not looked at."""
    where = urlsplit(url)
    if not where.hostname or "%" in where.hostname:
        return
    address = where.hostname, where.port or usual_port
    try:
        socket.create_connection(address, timeout=5).close()
    except OSError as problem:
        what = f"Nobody answers at {address[0]}:{address[1]}, where {variable} points: {problem}."
        advice = f"Start that server, or unset {variable}: then Marquee starts one of its own."
        raise say.Trouble(what, advice=advice) from None
