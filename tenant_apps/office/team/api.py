"""Sign in by the API, and say who one is."""

from typing import Annotated

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Field, Router, Schema

from kernel.actor import acting
from kernel.errors import Refusal, TooManyRequests
from kernel.gate import may
from kernel.rate import rate
from kernel.rest.shapes import Email, Shape
from shared_apps.accounts import tokens
from shared_apps.accounts.models import ApiSession

router = Router(tags=["Sign-in"])


class WrongCredentials(Refusal):
    """No such user, or another password: we do not tell which."""

    code = "wrong_credentials"
    sentence = _("The e-mail address or the password is not right.")
    status = 401


class Credentials(Shape):
    """What a person knows."""

    email: Email
    password: Annotated[str, Field(min_length=1, max_length=1000)]


class RefreshToken(Shape):
    """The newest refresh token of a sign-in."""

    refresh: Annotated[str, Field(min_length=1, max_length=2000)]


class TokensOut(Schema):
    """Send `access` as `Authorization: Bearer …`; keep `refresh` for when it is over."""

    access: str
    refresh: str
    token_type: str = "Bearer"  # noqa: S105 - a word of RFC 6750
    expires_in: int = Field(description="Seconds that `access` lives.")


class Me(Schema):
    """Who asks, and what he may."""

    kind: str = Field(description="`user`, `api_key`, `staff`, or `buyer` for a stranger.")
    name: str
    email: str | None
    role: str | None
    permissions: list[str]


@router.post("/auth/login", response=TokensOut, auth=None)
@may("anyone")
@rate("20/minute")
def login(request: HttpRequest, body: Credentials) -> TokensOut:
    """Change an e-mail address and a password for tokens."""
    try:
        user = get_adapter(request).authenticate(request, email=body.email, password=body.password)
    except ValidationError as error:
        raise TooManyRequests() from error
    if user is None or not user.is_active:
        raise WrongCredentials
    return _out(tokens.sign_in(user=user, device=request.headers.get("User-Agent", "")))


@router.post("/auth/refresh", response=TokensOut, auth=None)
@may("anyone")
@rate("60/minute")
def refresh(request: HttpRequest, body: RefreshToken) -> TokensOut:
    """Change a refresh token for new tokens. It is good once; a second use ends the sign-in."""
    return _out(tokens.refresh(token=body.refresh))


@router.post("/auth/logout", response={204: None})
@may("anyone")
def logout(request: HttpRequest) -> None:
    """End the sign-in of the access token that is sent: all its tokens are worth nothing."""
    session = getattr(request, "auth", None)
    if isinstance(session, ApiSession):
        tokens.sign_out(session=session)


@router.get("/auth/me", response=Me)
@may("anyone")
def me(request: HttpRequest) -> Me:
    """Say who asks."""
    member = getattr(request, "member", None)
    actor = acting()
    user = member.user if member else None
    return Me(
        kind=actor.kind,
        name=actor.label,
        email=user.email if user else None,
        role=member.role if member else None,
        permissions=sorted(getattr(request, "permissions", ())),
    )


def _out(made: tokens.Tokens) -> TokensOut:
    return TokensOut(access=made.access, refresh=made.refresh, expires_in=made.expires_in)
