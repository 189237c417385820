"""The whole API of a shop: core routers in reading order, then what its add-ons bring."""

import logging

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as RowError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, HttpError, ValidationError

from config.rooms import room
from kernel.addons import installed
from kernel.errors import Refusal, problem, refusal_as_problem
from kernel.gate import requires
from kernel.idempotency.keys import Replay
from kernel.rest.api import Api, CleanParser
from kernel.rest.askers import stranger
from kernel.rest.faults import said
from tenant_apps.office.apikeys import auth

log = logging.getLogger(__name__)

CORE = [
    "themes",
    "tenant_apps.office.apikeys",
    "tenant_apps.office.team",
    "tenant_apps.ticketing.venues",
    "tenant_apps.ticketing.events",
    "tenant_apps.ticketing.inventory",
    "tenant_apps.ticketing.sales",
    "tenant_apps.ticketing.tickets",
]


WORDS = """Everything a shop can do, for programs.

**Who asks.** A person signs in (`POST /auth/login`) and sends `Authorization: Bearer …`; a program
sends a key made backstage as `X-API-Key`. Strangers may look and buy: a cart travels in `X-Cart`,
an order is opened by its key in `X-Order-Key`. `x-permission` says what each operation asks for.

**Money** is whole minor units: `{"amount": 1250, "currency": "EUR"}` is €12.50. **Times** are UTC
(ISO 8601); a `timezone` beside them is where they are told.

**Lists** come in pages: send `next` as `cursor` until it is null.

**Safe to repeat.** What spends money or places takes an `Idempotency-Key`: the same request with
the same key does nothing twice and gets the first answer again.

**Problems** are `application/problem+json` (RFC 9457) with a `code` that stays the same and, where
fields do not fit, `errors`.
"""

api = Api(
    title="Marquee",
    version="1",
    description=WORDS,
    urls_namespace="api",
    docs_url="/docs",
    openapi_url="/v1/openapi.json",
    parser=CleanParser(),
    auth=[auth.Token(), auth.Key(), auth.backstage, stranger],
)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, error: Refusal) -> HttpResponse:
    """Say what cannot be done, and why."""
    return refusal_as_problem(request, error)


@api.exception_handler(Replay)
def replayed(request: HttpRequest, error: Replay) -> HttpResponse:
    """Say again what was said before."""
    return error.response


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Name each field that does not fit."""
    faults = [
        {"field": ".".join(str(part) for part in fault["loc"]), "message": said(fault)}
        for fault in error.errors
    ]
    return problem(
        status=422,
        code="invalid",
        title=_("Some fields do not fit."),
        request=request,
        errors=faults,
    )


@api.exception_handler(RowError)
def unfit(request: HttpRequest, error: RowError) -> HttpResponse:
    """Name each field that breaks a rule of its row."""
    fields = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    faults = [
        {"field": "" if field == "__all__" else field, "message": message}
        for field, messages in fields.items()
        for message in messages
    ]
    return problem(
        status=422,
        code="invalid",
        title=_("Some fields do not fit."),
        request=request,
        errors=faults,
    )


@api.exception_handler(IntegrityError)
def outrun(request: HttpRequest, error: IntegrityError) -> HttpResponse:
    """Somebody else was faster with what may be only once."""
    log.warning("conflict at %r: %s", request.path, error)
    return problem(
        status=409, code="conflict", title=_("Somebody else was faster."), request=request
    )


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Ask who it is."""
    response = problem(
        status=401, code="not_authenticated", title=_("Say who you are."), request=request
    )
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(Http404)
def absent(request: HttpRequest, error: Http404) -> HttpResponse:
    """Nothing here by that name."""
    return problem(
        status=404, code="not_found", title=_("There is no such thing."), request=request
    )


@api.exception_handler(PermissionDenied)
def forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    """Known, but not permitted."""
    return problem(status=403, code="not_allowed", title=_("This is not allowed."), request=request)


@api.exception_handler(HttpError)
def failed(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Whatever ninja itself refuses."""
    return problem(status=error.status_code, code="error", title=str(error), request=request)


def _compose() -> None:
    for name in CORE:
        if found := room(name, "api"):
            api.add_router("/v1", found.router)
    for addon in installed():
        if found := room(addon.name, "api"):
            found.router.add_decorator(requires(addon.feature), mode="view")
            api.add_router(f"/v1/{addon.label}", found.router)


_compose()
