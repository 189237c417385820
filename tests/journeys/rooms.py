"""What stands in the rooms that everybody walks through, and keys to those behind a door."""

from django.apps import apps
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from shared_apps.accounts.models import User
from tenant_apps.ticketing.inventory.services import prices
from tenant_apps.ticketing.venues import services as venues
from tenant_apps.ticketing.venues.models import Venue
from tests import make

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def furnish():
    """A venue, an event sold in two currencies, a paid order; returns the words of addresses."""
    venue = venues.add(venue=Venue(name="Old Mill", city="Madrid", timezone="Europe/Madrid"))
    event = make.event(name="An evening for everybody", price=2400)
    event.venue = venue
    event.save()
    kind, session = make.type_of(event), make.session_of(event)
    prices.write(event=event, currency="USD", amounts={kind.pk: 2600})
    order = make.paid_order(event, 2, email="ana@example.org")
    member = apps.get_model("team", "Member").objects.order_by("pk").first()
    return {
        "slug": event.slug,
        "event": event.pk,
        "session": session.pk,
        "type": kind.pk,
        "venue": venue.pk,
        "reference": order.reference,
        "order": order.get_absolute_url(),
        "ticket": order.tickets.order_by("pk")[0].pk,
        "member": member.pk,
    }


def waiting_payment():
    """The key of a payment that a buyer has still to make."""
    _order, payment = make.placed_order(make.event(name="To be paid"))
    return str(payment.key)


def key_to_the_door(email):
    """The session cookie of somebody who is signed in here."""
    user = User.objects.get(email=email)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key
