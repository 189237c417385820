"""What anybody sees: the front page, and the way to a shop of one's own."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csp import csp_override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from kernel.errors import Refusal
from kernel.gate import platform_page
from kernel.pages import page
from kernel.rate import rate
from shared_apps.control import services
from shared_apps.control.forms import ShopForm, SignUpForm
from shared_apps.control.hooks import price_list
from shared_apps.control.pages.entrance import FORMS_MAY_LEAD_TO_SHOPS, lead_into, shop_of
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.services import signup, subdomains

MOST_DEMO_SHOPS = 6


@platform_page
@require_GET
def landing_page(request: HttpRequest) -> HttpResponse:
    """What Marquee is, and what it costs."""
    prices = next(iter(price_list.ask()), None)
    context = {
        "plans": prices.plans if prices else (),
        "addons": prices.addons if prices else (),
        "demo_shops": _demo_shops() if settings.DEMO else [],
        "shop_suffix": settings.SHOP_SUFFIX,
    }
    return page(request, "control/landing.html", context)


@platform_page
@csp_override(FORMS_MAY_LEAD_TO_SHOPS)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def signup_page(request: HttpRequest) -> HttpResponse:
    """Open a shop, and step into its backstage. Who is signed in is not asked who he is."""
    kind = ShopForm if request.user.is_authenticated else SignUpForm
    if request.method == "GET":
        asked = {"subdomain": request.GET.get("subdomain", "")[:80], "language": _language(request)}
        return _signup(request, kind(initial=asked))
    form = kind(request.POST)
    try:
        _count_attempt(request)
        if form.is_valid():
            return lead_into(_open(request, form.cleaned_data), user=request.user)
    except Refusal as refusal:
        field = FIELD_OF.get(refusal.code)
        form.add_error(field if field in form.fields else None, str(refusal))
        return _signup(request, form, status=refusal.status)
    return _signup(request, form, status=422)


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


def _open(request: HttpRequest, said: dict[str, str]) -> Tenant:
    if request.user.is_authenticated:
        return signup.open_shop(owner_user=request.user, **said)
    tenant = services.sign_up(**said)
    owner = tenant.ownerships.select_related("user").get().user
    login(request, owner, backend=settings.AUTHENTICATION_BACKENDS[0])
    return tenant


def _signup(request: HttpRequest, form: ShopForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "shop_suffix": settings.SHOP_SUFFIX}
    response = page(request, "control/signup.html", context, status=status)
    response["Cache-Control"] = "no-store"  # it may hold what was typed
    return response


def _language(request: HttpRequest) -> str:
    code = getattr(request, "LANGUAGE_CODE", "en")
    return code if code in dict(settings.LANGUAGES) else "en"


def _demo_shops() -> list[Any]:
    active = Tenant.objects.filter(state=Tenant.State.ACTIVE).order_by("pk")
    return [shop_of(tenant) for tenant in active[:MOST_DEMO_SHOPS]]
