"""Facts: what happened, told late to whoever listens. The speaker does not know the listener."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.utils.functional import Promise

from kernel.actor import acting
from kernel.addons import feature_of
from kernel.codes import uuid7
from kernel.facts.models import Record
from kernel.outbox import courier
from kernel.outbox.models import Delivery
from kernel.tenancy import has_feature

_encoder = DjangoJSONEncoder()
_decoders: dict[str, Callable[[str], Any]] = {"UUID": UUID, "datetime": datetime.fromisoformat}


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened, in the past tense. Carries ids, never objects or personal data.

    `sentence` is how the history tells it; `{role}` in it is filled from the fact's own fields.
    """

    id: UUID = field(default_factory=uuid7)
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    webhook: ClassVar[str | None] = None
    sentence: ClassVar[str | Promise] = ""
    kinds: ClassVar[dict[str, type["Fact"]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Be known by name: a stored fact is read back by it, so it is never renamed."""
        super().__init_subclass__(**kwargs)
        if Fact.kinds.setdefault(cls.__name__, cls).__module__ != cls.__module__:
            raise RuntimeError(f"there are two facts named {cls.__name__}")
        Fact.kinds[cls.__name__] = cls

    @classmethod
    def name(cls) -> str:
        """Return the name under which it is stored."""
        return cls.__name__

    def body(self) -> dict[str, Any]:
        """Return what it says, without id and time, as JSON can keep it."""
        said = {k: v for k, v in asdict(self).items() if k not in ("id", "at")}
        return {
            k: v if v is None or isinstance(v, _PLAIN) else _encoder.default(v)
            for k, v in said.items()
        }

    @classmethod
    def read(cls, name: str, body: dict[str, Any], *, id: UUID, at: datetime) -> "Fact":  # noqa: A002
        """Read a stored fact back. Fields it no longer has are dropped. Raises KeyError."""
        kind = cls.kinds[name]
        types = {f.name: str(getattr(f.type, "__name__", f.type)) for f in fields(kind)}
        said = {
            k: _decoders[types[k]](v) if types[k] in _decoders and isinstance(v, str) else v
            for k, v in body.items()
            if k in types
        }
        return kind(id=id, at=at, **said)


_PLAIN = (str, int, float, bool, list, dict)


@dataclass(frozen=True)
class Listener:
    """A handler and how it wants to be called."""

    path: str
    handler: Callable[[Any], object]
    outside: bool

    @property
    def is_open(self) -> bool:
        """Does it belong to the core, or to a feature the current tenant has?"""
        feature = feature_of(self.path.partition(":")[0])
        return feature is None or has_feature(feature)


_listeners: dict[type[Fact], list[Listener]] = {}
by_path: dict[str, Listener] = {}


def when(
    kind: type[Fact], *, outside: bool = False, path: str | None = None
) -> Callable[[Callable[[Any], object]], Callable[[Any], object]]:
    """Register a handler: `@when(OrderPaid)`.

    Inside (the default) it runs in one transaction with its tick: exactly once, database only.
    `outside=True` runs in no transaction, at least once: pass `fact.id` on as idempotency key.
    A handler made at start names its own `path` (`module:name`), which must stay the same.
    """

    def register(handler: Callable[[Any], object]) -> Callable[[Any], object]:
        where = path or f"{handler.__module__}:{getattr(handler, '__qualname__', '')}"
        if where in by_path:
            raise RuntimeError(f"there are two handlers named {where}")
        listener = by_path[where] = Listener(where, handler, outside)
        _listeners.setdefault(kind, []).append(listener)
        return handler

    return register


def announce(fact: Fact) -> None:
    """Write down that this happened and who must hear of it, in the caller's transaction.

    One Record, and one Delivery for each open listener: two statements, both or neither. After
    the commit they are handed to the workers. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("announce() must be called inside a transaction")
    said = {"fact_id": fact.id, "name": fact.name(), "body": fact.body(), "at": fact.at}
    actor = str(acting())[:200]
    Record.objects.create(**said, actor=actor)
    listeners = [one for one in _listeners.get(type(fact), ()) if one.is_open]
    if not listeners:
        return
    deliveries = Delivery.objects.bulk_create(
        Delivery(**said, actor=actor, handler=one.path, due_at=fact.at) for one in listeners
    )
    courier.after_commit([delivery.pk for delivery in deliveries])
