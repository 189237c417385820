"""PostgreSQL and Valkey: the embedded ones, unless the environment names others."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field

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
        stores.environment["DATABASE_URL"] = database
        stores.external = True
        say.line("· PostgreSQL: the one DATABASE_URL names")
    else:
        postgres = Postgres(folder, user, durable=durable)
        postgres.prepare()
        stores.starters["postgres"] = postgres.start
        stores.environment |= {"DATABASE_URL": postgres.url, **postgres.client_environment}
    if redis := given.get("REDIS_URL"):
        stores.environment["REDIS_URL"] = redis
        say.line("· Valkey: the one REDIS_URL names")
    else:
        valkey = Valkey(folder, user)
        stores.starters["valkey"] = valkey.start
        stores.environment["REDIS_URL"] = valkey.url
    return stores
