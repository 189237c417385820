"""The cart page and what changes it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from kernel.gate import buyer_page
from kernel.origin import own_pages_only
from kernel.pages import page
from kernel.tenancy import current
from tenant_apps.ticketing.sales.errors import BadQuantity, NotOnSale
from tenant_apps.ticketing.sales.services import cart as carts
from tenant_apps.ticketing.sales.shop import cookies


@buyer_page
@require_GET
def cart_page(request: HttpRequest) -> HttpResponse:
    """What is in the cart, and until when it is kept."""
    return page(request, "sales/cart.html", {"cart": carts.contents(cookies.read(request))})


# No CSRF token, so that the event page is the same for everybody and can be cached; the browser's
# own word on where the request comes from is checked instead.
@csrf_exempt
@own_pages_only
@buyer_page
@require_POST
def add_to_cart(request: HttpRequest) -> HttpResponse:
    """Take the chosen numbers of tickets for one session into the cart, then on to the checkout."""
    session_id = _number(request.POST.get("session", ""), NotOnSale)
    quantities = {
        _number(name.removeprefix("qty_"), NotOnSale): _number(str(value or "0"), BadQuantity)
        for name, value in request.POST.items()
        if name.startswith("qty_")
    }
    if not any(quantities.values()):
        raise BadQuantity
    cart_id = carts.put(
        cart_id=cookies.read(request),
        session_id=session_id,
        quantities=quantities,
        access_code=request.POST.get("access", ""),
        currency=request.POST.get("currency", "")[:3],
    )
    response = redirect("sales:checkout")
    cookies.write(response, cart_id, secure=request.is_secure())
    return response


@buyer_page
@require_POST
def remove_from_cart(request: HttpRequest, hold_id: int) -> HttpResponse:
    """Take one line out."""
    response = redirect("sales:cart")
    if cart_id := cookies.read(request):
        fresh = carts.remove(cart_id=cart_id, hold_id=hold_id)
        cookies.write(response, fresh, secure=request.is_secure())
    return response


@csrf_exempt
@own_pages_only
@buyer_page
@require_POST
def choose_currency(request: HttpRequest) -> HttpResponse:
    """Remember the currency in which prices are shown; what is in the cart stays as it is."""
    chosen = request.POST.get("currency", "")
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = redirect(back if is_ours and back.startswith("/") else "events:list")
    if chosen in current().ticket_fees:
        cookies.write_currency(response, chosen, secure=request.is_secure())
    return response


@buyer_page
@require_POST
def switch_currency(request: HttpRequest) -> HttpResponse:
    """Let the cart cost what it costs in another currency, and say what it cost before."""
    response = redirect("sales:cart")
    cart_id = cookies.read(request)
    if cart_id is None:
        return response
    chosen = request.POST.get("currency", "")
    before = carts.contents(cart_id)
    fresh = carts.switch(cart_id=cart_id, currency=chosen)
    after = carts.contents(fresh)
    if before.holds and after.currency != before.currency:
        messages.info(
            request,
            _("Your tickets cost %(now)s now. In the other currency it was %(before)s.")
            % {"now": after.money, "before": before.money},
        )
    cookies.write(response, fresh, secure=request.is_secure())
    cookies.write_currency(response, chosen, secure=request.is_secure())
    return response


def _number(text: str, refusal: type[Exception]) -> int:
    """A whole number of at most nine digits, signed; anything else is refused."""
    digits = text.strip().removeprefix("-")
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 9:
        raise refusal
    return int(text)
