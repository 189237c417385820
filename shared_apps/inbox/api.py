"""Where Stripe knocks. Proved by signature, answered in milliseconds; the work comes later."""

import logging

import stripe
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kernel.gate import machine_page
from shared_apps.inbox import services

log = logging.getLogger(__name__)


@machine_page
@csrf_exempt
@require_POST
def stripe_hook(request: HttpRequest) -> HttpResponse:
    """Take one event of Stripe's: 204 when it is kept, 400 when it is not Stripe's.

    Anything else makes Stripe send it again, for three days.
    """
    try:
        event = _opened(request)
        if not (event.id and event.type and event.created and event.data.object):
            raise ValueError("not an event")
    except (ValueError, AttributeError, TypeError, stripe.SignatureVerificationError) as error:
        log.warning("refused a webhook: %s", error)
        return HttpResponse(status=400)
    services.receive(event=event)
    return HttpResponse(status=204)


def _opened(request: HttpRequest) -> stripe.Event:
    """The event in a request. Raises SignatureVerificationError, ValueError, AttributeError.

    STRIPE_WEBHOOK_SECRET may name several secrets with commas between: each endpoint at Stripe has
    its own, and an old one lives on for a day when it is rolled.
    """
    *others, last = settings.STRIPE_WEBHOOK_SECRET.split(",")
    signature = request.headers.get("Stripe-Signature")
    for secret in others:
        try:
            return stripe.Webhook.construct_event(request.body, signature, secret.strip())
        except stripe.SignatureVerificationError:
            continue
    return stripe.Webhook.construct_event(request.body, signature, last.strip())
