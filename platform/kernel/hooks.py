"""Questions the core asks while it works: now, in the transaction, and the answer matters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.apps import apps

from kernel.addons import feature_of, owner_of
from kernel.tenancy import has_feature


@dataclass(frozen=True)
class Panel:
    """An answer that a `{% slot %}` draws: a template and what it shows."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


class Hook:
    """A question, written as a function: its signature and docstring are the contract.

    Answers of closed features are not asked. Answers come in the order of the installed apps.
    """

    named: ClassVar[dict[str, "Hook"]] = {}

    def __init__(self, question: Callable[..., Any]) -> None:
        self.__doc__ = question.__doc__
        self.__module__ = question.__module__
        self.__wrapped__ = question
        self.name: str = question.__name__
        self._answers: list[Callable[..., Any]] = []
        if self.name in Hook.named:
            raise RuntimeError(f"there are two hooks named {self.name}")
        Hook.named[self.name] = self

    def answer(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Register an answer (a decorator, used in `answers.py`)."""
        self._answers.append(function)
        self._answers.sort(key=_place)
        return function

    def ask(self, **question: Any) -> list[Any]:
        """Return all answers; None is no answer."""
        return [a for a in (answer(**question) for answer in self._open()) if a is not None]

    def pipe(self, value: Any, **question: Any) -> Any:
        """Pass a value along: each answer gets what the one before it returned."""
        for answer in self._open():
            value = answer(value, **question)
        return value

    def _open(self) -> list[Callable[..., Any]]:
        return [
            answer
            for answer in self._answers
            if (feature := feature_of(answer)) is None or has_feature(feature)
        ]


def _place(answer: Callable[..., Any]) -> int:
    order = [config.name for config in apps.get_app_configs()]
    owner = owner_of(answer)
    return order.index(owner.name) if owner else len(order)
