"""The first steps of a new shop. Each app and each add-on says which are its own."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from kernel.hooks import Hook


@dataclass(frozen=True)
class Step:
    """One step: what it is, why, where it is done, and whether it is.

    `place` orders the steps. Without those that are not `is_later` nothing can be sold; the later
    ones are offered when a shop can sell.
    """

    place: int
    title: str | Promise
    why: str | Promise
    action: str | Promise
    url: str
    is_done: bool
    icon: str = "circle"
    is_later: bool = False


@Hook
def first_steps(*, permissions: frozenset[str]) -> Iterable[Step]:  # type: ignore[empty-body]
    """What of yours should a new shop do? Answer steps that lead to pages these permissions open.

    Asked on the home page: a question or two to the database, no more.
    """


def all_steps(permissions: frozenset[str]) -> list[Step]:
    """Everybody's steps, in the order in which they make sense."""
    told = first_steps.ask(permissions=permissions)
    return sorted((step for steps in told for step in steps), key=lambda step: step.place)
