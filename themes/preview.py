"""Looking at a look before it is published: by a link for anybody, in the editor's own frames.

A link is signed, for one shop and one draft; it ends after a week, and when the draft is published
or given up. It is kept in a cookie of the shop's host, so that the whole shop can be walked in.
A frame's address carries its token itself and lasts for a working day.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.csp import CSP

from kernel.tenancy import current
from themes.current import Look, look_from, previewing
from themes.models import Brand, BrandDraft, LegalText

COOKIE = "preview"
WORD = "preview"  # in the query
LINK_SECONDS = 7 * 24 * 3600
FRAME_SECONDS = 12 * 3600
SALT = "themes.preview"
# Where a cookie changes nothing: the organizer's own desk, and programs.
UNTOUCHED = ("/backstage/", "/api/", "/static/", "/media/")
SCHEMES = ("light", "dark")


class PreviewIsOver(Exception):
    """The link is too old, or for another shop, or its draft is gone."""


@dataclass(frozen=True)
class Right:
    """What somebody may look at: a draft by its key, or an edition by its number."""

    draft: str = ""
    number: int = -1
    is_frame: bool = False

    def token(self) -> str:
        """The signed text; good in the current shop only."""
        told = {"s": current().schema_name, "d": self.draft, "n": self.number, "f": self.is_frame}
        return signing.dumps(told, salt=SALT, compress=True)

    @classmethod
    def read(cls, token: str) -> "Right":
        """Read a signed text. Raises PreviewIsOver."""
        try:
            told = signing.loads(token, salt=SALT, max_age=LINK_SECONDS)
            if told["f"]:
                signing.loads(token, salt=SALT, max_age=FRAME_SECONDS)
        except (signing.BadSignature, ValueError, KeyError, TypeError) as error:
            raise PreviewIsOver from error
        if told["s"] != current().schema_name:
            raise PreviewIsOver
        return cls(told["d"], told["n"], told["f"])

    def look(self) -> Look:
        """The look that this is the right to see. Raises PreviewIsOver once it is gone."""
        if self.draft:
            draft = BrandDraft.there()
            if draft is None or draft.key != self.draft:
                raise PreviewIsOver
            said = draft.said
        elif self.number == 0:
            said = {}
        else:
            edition = Brand.objects.filter(number=self.number).first()
            if edition is None:
                raise PreviewIsOver
            said = edition.said
        kind = "frame" if self.is_frame else "link"
        found = look_from(said, shop=current(), legal=LegalText.in_force())
        return replace(found, preview=kind, token=self.token() if self.is_frame else "")


def right_now(*, is_frame: bool) -> Right:
    """The right to see what would be published now: the draft, or the edition in force."""
    if draft := BrandDraft.there():
        return Right(draft=draft.key, is_frame=is_frame)
    newest = Brand.newest()
    return Right(number=newest.number if newest else 0, is_frame=is_frame)


class PreviewMiddleware:
    """Draws the pages of whoever holds a right to a preview in its look."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; in another look, if there is a right to it."""
        asked = request.GET.get(WORD, "")
        if asked and not current().is_public:
            return self._asked(request, asked)
        kept = request.COOKIES.get(COOKIE)
        if not kept or current().is_public or request.path.startswith(UNTOUCHED):
            return self.get_response(request)
        try:
            look = Right.read(kept).look()
        except PreviewIsOver:
            response = self.get_response(request)
            response.delete_cookie(COOKIE)
            return response
        return _in_no_cache(self._drawn(request, look))

    def _asked(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            right = Right.read(token)
            look = right.look()
        except PreviewIsOver:
            return _in_no_cache(render(request, "themes/preview_is_over.html", status=410))
        if not right.is_frame:
            return _in_no_cache(_remembered(request, token))
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405)
        scheme = request.GET.get("scheme", "")
        if scheme in SCHEMES:
            look = replace(look, scheme=scheme)
        response = _in_no_cache(self._drawn(request, look))
        response["X-Frame-Options"] = "SAMEORIGIN"
        policy = getattr(response, "_csp_config", settings.SECURE_CSP)
        response._csp_config = {**policy, "frame-ancestors": [CSP.SELF]}  # type: ignore[attr-defined]
        return response

    def _drawn(self, request: HttpRequest, look: Look) -> HttpResponse:
        with previewing(look):
            return self.get_response(request)


def _remembered(request: HttpRequest, token: str) -> HttpResponse:
    """Take the right out of the address and keep it in a cookie of this host."""
    query = request.GET.copy()
    del query[WORD]
    rest = f"?{query.urlencode()}" if query else ""
    # Two slashes in front would be another host.
    response = HttpResponseRedirect(f"/{request.path.lstrip('/')}{rest}")
    response.set_cookie(
        COOKIE,
        token,
        max_age=LINK_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _in_no_cache(response: HttpResponse) -> HttpResponse:
    del response["Cache-Control"]
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
