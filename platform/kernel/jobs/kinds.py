"""What jobs can do: `@job_kind("send_orders", may="orders.edit")` above a function, in `jobs.py`.

The function does one thing, in a transaction of its own that the machinery opens: it changes the
database and announces facts, and talks to nobody outside. So each thing is done exactly once,
whatever dies meanwhile. A `Refusal` it raises is told to whoever began the job, which goes on.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from kernel.addons import feature_of
from kernel.jobs.models import Item
from kernel.roles import PERMISSIONS
from kernel.tenancy import has_feature

Work = Callable[[list[Item], Mapping[str, Any]], None]


@dataclass(frozen=True)
class Kind:
    """What one kind of job does: `work(items, options)` for up to `batch` items at once.

    `may` is the permission to see it. Kinds that make a file name its `columns`; each item's
    `told` is then a row, or a list of rows.
    """

    name: str
    may: str
    work: Work
    batch: int = 1
    columns: tuple[str | Promise, ...] = ()

    @property
    def is_open(self) -> bool:
        """Does it belong to the core, or to a feature the current tenant has?"""
        feature = feature_of(self.work)
        return feature is None or has_feature(feature)


_kinds: dict[str, Kind] = {}


def job_kind(
    name: str, *, may: str, batch: int = 1, columns: tuple[str | Promise, ...] = ()
) -> Callable[[Work], Work]:
    """Register what a kind of job does. The name is stored with each job: never rename it."""
    if may not in PERMISSIONS:
        raise ValueError(f"unknown permission: {may}")

    def register(work: Work) -> Work:
        if name in _kinds:
            raise RuntimeError(f"there are two kinds of job named {name}")
        _kinds[name] = Kind(name, may, work, batch, columns)
        return work

    return register


def kind_named(name: str) -> Kind | None:
    """The kind of this name; None where nobody knows it any more, or its feature is shut."""
    kind = _kinds.get(name)
    return kind if kind and kind.is_open else None


def seen_with(permissions: frozenset[str]) -> list[str]:
    """The names of the kinds that somebody with these permissions may see."""
    return [name for name, kind in _kinds.items() if kind.may in permissions]
