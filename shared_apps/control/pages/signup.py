"""The way to a shop of one's own. Its first two steps are here, the others in the new shop."""

import logging
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from kernel.errors import Refusal
from kernel.gate import platform_page
from kernel.pages import page
from kernel.rate import rate
from shared_apps.accounts import services as accounts
from shared_apps.control import services
from shared_apps.control.forms import STEPS, ShopForm, SignUpForm
from shared_apps.control.pages.entrance import FORMS_MAY_LEAD_TO_SHOPS, lead_into
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.services import signup, subdomains

log = logging.getLogger(__name__)


@platform_page
@csp_override(FORMS_MAY_LEAD_TO_SHOPS)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def signup_page(request: HttpRequest) -> HttpResponse:
    """Name the house, say who you are, and step into the shop. Who is signed in is not asked.

    Both steps live at this address, and each brings along what the other was told; the button says
    which way it goes. Without a word of the button all is there, and the shop is opened.
    """
    kind = ShopForm if request.user.is_authenticated else SignUpForm
    if request.method == "GET":
        asked = {"subdomain": request.GET.get("subdomain", "")[:80], "language": _language(request)}
        return _step(request, kind(initial=asked), "house")
    go = request.POST.get("go", "")
    if go == "back":
        return _step(request, kind(initial=request.POST.dict()), "house")
    if go == "on" and kind is SignUpForm:
        return _to_second_step(request)
    return _finish(request, kind(request.POST))


@platform_page
@rate("60/minute")
@require_GET
def subdomain_check(request: HttpRequest) -> HttpResponse:
    """Tell whether a shop may be called so: JSON, or for htmx a line beneath the field."""
    asked = request.GET.get("subdomain", "")[:80]
    answer: dict[str, Any] = {"subdomain": asked, "available": False, "code": "", "sentence": ""}
    try:
        name = subdomains.check(asked)
        answer |= {"subdomain": name, "available": True, "host": f"{name}.{settings.SHOP_SUFFIX}"}
    except Refusal as refusal:
        answer |= {"code": refusal.code, "sentence": str(refusal)}
    if request.headers.get("HX-Request") == "true":
        return page(request, "control/subdomain.html", {"answer": answer if asked else None})
    return JsonResponse(answer)


FIELD_OF = {
    "subdomain_invalid": "subdomain",
    "subdomain_taken": "subdomain",
    "email_known": "email",
}


@rate("60/hour")
def _count_attempt(request: HttpRequest) -> None:
    """Shops are cheap, but not free."""


def _to_second_step(request: HttpRequest) -> HttpResponse:
    house = ShopForm(request.POST)
    if not house.is_valid():
        return _step(request, house, "house", status=422)
    return _step(request, SignUpForm(initial=request.POST.dict()), "you")


def _finish(request: HttpRequest, form: ShopForm) -> HttpResponse:
    status = 422
    try:
        _count_attempt(request)
        if form.is_valid():
            tenant = _open(request, form.cleaned_data)
            first = reverse("backstage:opening_look", urlconf=settings.ROOT_URLCONF)
            return lead_into(tenant, user=request.user, then=first)
    except Refusal as refusal:
        field = FIELD_OF.get(refusal.code)
        form.add_error(field if field in form.fields else None, str(refusal))
        status = refusal.status
    in_house = set(STEPS["house"]) & set(form.errors) or not isinstance(form, SignUpForm)
    return _step(request, form, "house" if in_house else "you", status=status)


def _open(request: HttpRequest, said: dict[str, str]) -> Tenant:
    if request.user.is_authenticated:
        known = accounts.is_confirmed(request.user)
        return signup.open_shop(owner_user=request.user, is_confirmed=known, **said)
    tenant = services.sign_up(**said)
    owner = tenant.ownerships.select_related("user").get().user
    login(request, owner, backend=settings.AUTHENTICATION_BACKENDS[0])
    try:
        accounts.ask_to_confirm(request, owner)
    except Exception:  # no mail server keeps anybody from his shop: it can be sent again
        log.exception("the letter to a new owner could not be sent")
    return tenant


def _step(request: HttpRequest, form: ShopForm, step: str, *, status: int = 200) -> HttpResponse:
    """Draw one step, with what was said in the other one brought along."""
    carried = {
        name: request.POST.get(name, "")
        for name in (*STEPS["house"], *STEPS["you"])
        if name not in STEPS[step] and name in request.POST
    }
    context = {
        "form": form,
        "step": step,
        "carried": carried,
        "steps": steps(is_known=request.user.is_authenticated),
        "shop_suffix": settings.SHOP_SUFFIX,
    }
    response = page(request, "control/signup.html", context, status=status)
    response["Cache-Control"] = "no-store"  # it may hold what was typed
    return response


def steps(*, is_known: bool = False) -> list[str]:
    """The whole way in words; who is signed in need not say who he is."""
    return [_("Your house"), *([] if is_known else [_("You")]), _("Look"), _("First event"),
            _("Open")]  # fmt: skip


def _language(request: HttpRequest) -> str:
    code = getattr(request, "LANGUAGE_CODE", "en")
    return code if code in dict(settings.LANGUAGES) else "en"
