"""Unsubscribing: one click in the mail program, or one button on a page. No sign-in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kernel import stamps
from kernel.gate import shop_page
from kernel.pages import page
from kernel.rate import rate
from kernel.tenancy import current
from themes.letters.models import Mail
from themes.letters.services import stops
from themes.letters.services.sending import UNSUBSCRIBE


# Mail programs post here by themselves (RFC 8058): they have no cookie, and no token but the stamp
# in the address. Looking changes nothing, since programs look at every link in a mail.
@csrf_exempt
@never_cache
@shop_page
@rate("60/minute")
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, stamp: str) -> HttpResponse:
    """No more mails like this one to whoever has it. Done twice, it is done."""
    mail = _mail_of(stamp)
    if request.method == "POST":
        stops.unsubscribe(mail=mail)
    is_done = stops.is_unsubscribed(mail)
    context = {"mail": mail, "is_done": is_done, "address": _hidden(mail.to)}
    return page(request, "letters/unsubscribe.html", context)


def _mail_of(stamp: str) -> Mail:
    told = stamps.read(UNSUBSCRIBE, stamp)
    if told is None or told[0] != (current().tenant_id or 0):
        raise Http404
    mail = Mail.objects.filter(pk=told[1]).first()
    if mail is None:
        raise Http404
    return mail


def _hidden(address: str) -> str:
    """An address that its owner recognises and a passer-by does not: `a…@example.org`."""
    name, _at, host = address.rpartition("@")
    return f"{name[:1]}…@{host}"
