"""Who is acting. Every record says so, and nobody has to pass it along."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

KINDS = frozenset({"user", "buyer", "api_key", "staff", "system", "stripe"})


@dataclass(frozen=True)
class Actor:
    """Somebody or something that changes things: `kind` is one of KINDS, `ident` its id."""

    kind: str
    ident: str = ""
    label: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of actor: {self.kind}")

    def __str__(self) -> str:
        return f"{self.kind}:{self.ident}" if self.ident else self.kind

    @classmethod
    def parse(cls, text: str) -> "Actor":
        """Read back what `str()` wrote."""
        kind, _, ident = text.partition(":")
        return cls(kind, ident)


SYSTEM = Actor("system")
_acting: ContextVar[Actor] = ContextVar("acting", default=SYSTEM)


def acting() -> Actor:
    """Return who is acting now; the system, if nobody said otherwise."""
    return _acting.get()


@contextmanager
def act_as(actor: Actor) -> Iterator[Actor]:
    """Let `actor` be the one who acts, inside this block."""
    token = _acting.set(actor)
    try:
        yield actor
    finally:
        _acting.reset(token)


def act_as_for_request(actor: Actor) -> None:
    """Name the actor for the rest of this request (an API key, once it is known)."""
    _acting.set(actor)


class ActorMiddleware:
    """Begins every request as its signed-in user, else as a buyer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Name the actor, and forget him afterwards: threads are used again."""
        with act_as(_visitor(request)):
            return self.get_response(request)


def _visitor(request: HttpRequest) -> Actor:
    # Asking the session costs a look-up, so only those who sent its cookie are asked.
    if not request.session.session_key or not request.user.is_authenticated:
        return Actor("buyer")
    return Actor("user", str(request.user.pk), str(request.user))
