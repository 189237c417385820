"""Idempotency keys: a request that is sent again is answered again, not done again."""

import functools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from kernel.actor import acting
from kernel.crypto import digest
from kernel.errors import Refusal
from kernel.idempotency.models import Reply

HEADER = "Idempotency-Key"
PROOFS = ("Authorization", "Cookie", "X-Cart", "X-Order-Key")  # by which strangers are told apart
AT_WORK = 0
GIVE_UP = timedelta(minutes=5)  # a request that is still at work after this has died
KEEP = timedelta(hours=24)


class IdempotencyMismatch(Refusal):
    """The key was used for something else."""

    code = "idempotency_mismatch"
    sentence = _("This idempotency key was used for another request.")
    status = 422


class StillAtWork(Refusal):
    """The first request with this key has not been answered yet."""

    code = "idempotency_in_progress"
    sentence = _("The first request with this key is still at work.")
    status = 409


class BadKey(Refusal):
    """No key that we can keep."""

    code = "idempotency_key_invalid"
    sentence = _("An idempotency key has 1 to 255 characters.")
    status = 400


class Replay(Exception):
    """The request was answered before; the door sends `response` again."""

    def __init__(self, reply: Reply) -> None:
        self.response = HttpResponse(
            reply.body, status=reply.status, content_type=reply.content_type
        )
        self.response["Idempotent-Replayed"] = "true"
        super().__init__(reply.key)


def idempotent(operation: Callable[..., Any]) -> Callable[..., Any]:
    """Honour `Idempotency-Key` on an API operation. Put it below `@may(...)`.

    Same key and body: the first answer again. Other body: 422 `idempotency_mismatch`. Not yet
    answered: 409. A refused or failed request changed nothing, so its key may be used again.
    """

    @functools.wraps(operation)
    def once(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        key = request.headers.get(HEADER)
        if key is None:
            return operation(request, *args, **kwargs)
        reply = _claim(request, key)
        try:
            answer = operation(request, *args, **kwargs)
        except BaseException:
            Reply.objects.filter(pk=reply.pk).delete()
            raise
        request.idempotent_reply = reply  # type: ignore[attr-defined]
        return answer

    return once


def keep(request: HttpRequest, response: HttpResponse) -> None:
    """Store the answer to a request that carried a key. Called by the API for each answer."""
    reply: Reply | None = getattr(request, "idempotent_reply", None)
    if reply is None:
        return
    if response.status_code >= 500:
        reply.delete()
        return
    Reply.objects.filter(pk=reply.pk).update(
        status=response.status_code,
        body=response.content.decode(),
        content_type=response["Content-Type"],
    )


def forget_old() -> int:
    """Delete answers older than a day, in the current schema. Returns how many."""
    return Reply.objects.filter(at__lt=_now() - KEEP).delete()[0]


def _claim(request: HttpRequest, key: str) -> Reply:
    if not 0 < len(key) <= 255 or "\x00" in key:
        raise BadKey()
    scope = _scope(request)
    asked = digest(f"{request.get_full_path()}\n{request.body.hex()}")
    try:
        with transaction.atomic():
            return Reply.objects.create(key=key, scope=scope, fingerprint=asked, at=_now())
    except IntegrityError:
        reply = Reply.objects.get(scope=scope, key=key)
    if reply.fingerprint != asked:
        raise IdempotencyMismatch()
    if reply.status != AT_WORK:
        raise Replay(reply)
    took_over = Reply.objects.filter(pk=reply.pk, status=AT_WORK, at__lt=_now() - GIVE_UP)
    if not took_over.update(at=_now()):
        raise StillAtWork()
    return reply


def _scope(request: HttpRequest) -> str:
    """Return who asks for what. Strangers are told apart by what they send to be known."""
    actor = str(acting())
    if actor == "buyer":
        known_by = "\n".join(request.headers.get(name, "") for name in PROOFS)
        actor = f"buyer:{digest(known_by)[:32]}"
    return f"{actor} {request.method} {request.path}"[:200]


def _now() -> datetime:
    return datetime.now(UTC)
