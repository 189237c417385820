"""Sign-in by the API: a short-lived access token, and a refresh token that is good once.

Both are JWTs, signed with a key made for this schema alone and naming the schema, so that a token
of one shop is nothing in another. Each use is checked against the row of the sign-in, so that
signing out, a changed password or a closed account count at once.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import jwt
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal
from kernel.tenancy import current
from shared_apps.accounts.models import ApiSession, User

ACCESS_FOR = timedelta(minutes=10)
REFRESH_FOR = timedelta(days=14)  # each refresh begins it anew
AT_MOST = timedelta(days=90)  # then one signs in again
ALGORITHM = "HS256"


class TokenRefused(Refusal):
    """A token that is no good: forged, old, of another shop, or of a sign-in that is over."""

    code = "token_refused"
    sentence = _("This sign-in is over. Please sign in again.")
    status = 401


@dataclass(frozen=True)
class Tokens:
    """What a program keeps of its sign-in. `expires_in` is the life of `access` in seconds."""

    access: str
    refresh: str
    expires_in: int
    session: ApiSession


def sign_in(*, user: User, device: str = "") -> Tokens:
    """Open a sign-in for a user whose password was checked."""
    now = timezone.now()
    session = ApiSession.objects.create(
        user=user,
        password_mark=_password_mark(user),
        device=device[:200],
        opened_at=now,
        refreshed_at=now,
        expires_at=now + REFRESH_FOR,
    )
    return _tokens(session, now)


def refresh(*, token: str) -> Tokens:
    """Give new tokens for the newest refresh token, which is then used up.

    An older one that comes again was stolen, or its thief was faster: the whole family is closed.
    Raises `TokenRefused`.
    """
    claims = _read(token, "refresh")
    tokens = _rotate(claims)
    if tokens is None:
        raise TokenRefused
    return tokens


@transaction.atomic
def _rotate(claims: dict[str, Any]) -> Tokens | None:
    now = timezone.now()
    open_ones = ApiSession.objects.select_related("user").select_for_update(of=("self",))
    session = open_ones.filter(pk=claims["sid"], closed_at=None).first()
    if session is None or not _is_good(session, claims, now):
        return None
    if claims["gen"] != session.generation:
        _close(session, "reuse")
        return None
    session.generation += 1
    session.refreshed_at = now
    session.expires_at = min(now + REFRESH_FOR, session.opened_at + AT_MOST)
    session.save(update_fields=["generation", "refreshed_at", "expires_at"])
    return _tokens(session, now)


def sign_out(*, session: ApiSession) -> None:
    """Close a sign-in: all its tokens are worth nothing from now on."""
    _close(session, "sign_out")


def recognise(token: str) -> ApiSession | None:
    """The open sign-in that an access token stands for, with its user; None if there is none."""
    try:
        claims = _read(token, "access")
    except TokenRefused:
        return None
    session = ApiSession.objects.select_related("user").filter(pk=claims["sid"]).first()
    good = session is not None and _is_good(session, claims, timezone.now())
    return session if good else None


def forget_old() -> int:
    """Delete the sign-ins of the current schema that are over for a month; returns how many."""
    return ApiSession.objects.filter(expires_at__lt=timezone.now() - timedelta(days=30)).delete()[0]


def _is_good(session: ApiSession, claims: dict[str, Any], now: datetime) -> bool:
    return (
        session.closed_at is None
        and session.expires_at > now
        and session.user.is_active
        and claims["sub"] == str(session.user_id)
        and constant_time_compare(session.password_mark, _password_mark(session.user))
    )


def _close(session: ApiSession, because: str) -> None:
    ApiSession.objects.filter(pk=session.pk, closed_at=None).update(
        closed_at=timezone.now(), closed_because=because
    )


def _tokens(session: ApiSession, now: datetime) -> Tokens:
    access = _sign(session, "access", now, now + ACCESS_FOR)
    refresh = _sign(session, "refresh", now, session.expires_at, gen=session.generation)
    return Tokens(access, refresh, int(ACCESS_FOR.total_seconds()), session)


def _sign(session: ApiSession, kind: str, now: datetime, until: datetime, **more: Any) -> str:
    claims = {
        "typ": kind,
        "tenant": current().schema_name,
        "sub": str(session.user_id),
        "sid": session.pk,
        "iat": now,
        "exp": until,
        **more,
    }
    return jwt.encode(claims, _key(), algorithm=ALGORITHM)


def _read(token: str, kind: str) -> dict[str, Any]:
    needed = ["exp", "iat", "sub", "sid", "typ", "tenant"] + (["gen"] if kind == "refresh" else [])
    try:
        claims = jwt.decode(token, _key(), algorithms=[ALGORITHM], options={"require": needed})
    except jwt.InvalidTokenError as error:
        raise TokenRefused from error
    if claims["typ"] != kind or claims["tenant"] != current().schema_name:
        raise TokenRefused
    return claims


def _key() -> bytes:
    place = f"marquee.jwt:{current().schema_name}"
    return hmac.digest(settings.SECRET_KEY.encode(), place.encode(), hashlib.sha256)


def _password_mark(user: User) -> str:
    return user.get_session_auth_hash()[:64]
