"""Where mail servers knock. Proved by signature, answered in milliseconds; the work comes later."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kernel.gate import machine_page
from shared_apps.inbox import mail_reports, mail_services
from shared_apps.inbox.mail_reports import Report

log = logging.getLogger(__name__)
REFUSED = 406  # Mailgun takes this for "do not send it again"


@machine_page
@csrf_exempt
@require_POST
def signed_hook(request: HttpRequest) -> HttpResponse:
    """Take one report in our own shape (`mail_reports`): 204 when kept, 406 when not proved."""
    secrets = settings.MAIL_HOOK_SECRET
    signature = request.headers.get("Marquee-Signature", "")
    return _taken(secrets, lambda now: mail_reports.signed(request.body, signature, secrets, now))


@machine_page
@csrf_exempt
@require_POST
def mailgun_hook(request: HttpRequest) -> HttpResponse:
    """Take one webhook of Mailgun's: 204 when kept or of no interest, 406 when not proved."""
    secrets = settings.MAILGUN_SIGNING_KEY
    return _taken(secrets, lambda now: mail_reports.mailgun(request.body, secrets, now))


def _taken(secrets: str, read: Callable[[datetime], Report | None]) -> HttpResponse:
    if not secrets:
        raise Http404
    try:
        report = read(datetime.now(UTC))
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        log.warning("refused a report about a mail: %s", type(error).__name__)
        return HttpResponse(status=REFUSED)
    if report is not None:
        mail_services.receive(report=report)
    return HttpResponse(status=204)
