"""Who comes in by the API, and with what proof: a sign-in's token, a key, backstage's session.

Each sets `request.permissions` and names the actor. `config/api.py` asks them in turn.
"""

from django.conf import settings
from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import APIKeyHeader, HttpBearer
from ninja.utils import check_csrf

from kernel.actor import Actor, act_as_for_request
from kernel.tenancy import current
from shared_apps.accounts import tokens
from shared_apps.accounts.models import ApiSession, User
from tenant_apps.office.apikeys import services
from tenant_apps.office.team.middleware import VISIT
from tenant_apps.office.team.models import Member


class Token(HttpBearer):
    """The access token that `POST /auth/login` gave."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiSession | None:
        """Return the sign-in this token stands for, if it is one of this shop and still open."""
        session = None if current().is_public else tokens.recognise(token)
        if session is None:
            return None
        member = Member.objects.working().filter(user=session.user, is_platform_staff=False).first()
        _enter(request, session.user, member)
        return session


class Key(APIKeyHeader):
    """A key that the organizer made backstage."""

    param_name = "X-API-Key"

    def authenticate(self, request: HttpRequest, key: str | None) -> services.Bearer | None:
        """Return who carries this key, if it is a live one of this shop."""
        if not key or current().is_public:
            return None
        bearer = services.recognise(key)
        if bearer is not None:
            request.permissions = bearer.permissions  # type: ignore[attr-defined]
            act_as_for_request(Actor("api_key", str(bearer.key_id), bearer.name))
        return bearer


def backstage(request: HttpRequest) -> User | None:
    """Let in who is signed in backstage with this browser; what writes needs the CSRF token too."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or current().is_public:
        return None
    if "Authorization" in request.headers or "X-API-Key" in request.headers:
        return None
    if not request.user.is_authenticated:
        return None
    if check_csrf(request):
        raise HttpError(403, "CSRF check failed")
    member = Member.objects.working().filter(user=request.user).first()
    if member is not None and member.is_platform_staff:
        if VISIT not in request.session:
            member = None
        else:
            act_as_for_request(Actor("staff", request.user.email, str(request.user)))
    request.member = member  # type: ignore[attr-defined]
    request.permissions = member.permissions if member else frozenset()  # type: ignore[attr-defined]
    return request.user


def _enter(request: HttpRequest, user: User, member: Member | None) -> None:
    request.member = member  # type: ignore[attr-defined]
    request.permissions = member.permissions if member else frozenset()  # type: ignore[attr-defined]
    act_as_for_request(Actor("user", str(user.pk), str(user)))
