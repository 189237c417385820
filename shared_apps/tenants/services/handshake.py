"""The handshake: who is signed in on the platform enters a shop's backstage, once, within a minute.

Issued on the control plane, redeemed on the tenant plane, which writes nothing in `public`: that
it was used is kept in the shop's own schema.
"""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal
from kernel.roles import GUEST
from kernel.tenancy import current
from shared_apps.accounts.models import RedeemedToken, User
from shared_apps.tenants.models import Ownership, Tenant

LIFE = timedelta(seconds=60)
SALT = "tenants.handshake"
GUEST_EMAIL = "guest@marquee.example"


class HandshakeRefused(Refusal):
    """Too late, used, forged, or meant for another shop: we do not say which."""

    code = "handshake_refused"
    sentence = _("This way in is no longer open. Go back to your shops and enter again.")
    status = 403


@dataclass(frozen=True)
class Guest:
    """Who comes in: `role` is what the platform vouches for, `reason` why platform staff comes.

    `then` is the backstage page to begin with; "" for its home.
    """

    email: str
    name: str
    language: str
    role: str
    is_platform_staff: bool
    reason: str
    then: str = ""


def issue(*, user: User, tenant: Tenant, reason: str = "", then: str = "") -> str:
    """Return a token with which this user of the platform enters the shop, within LIFE.

    Owners enter as what they are; platform staff as owner, with a reason. `then` is the path of
    the page to begin with. Raises HandshakeRefused.
    """
    ownership = Ownership.objects.filter(user=user, tenant=tenant).first()
    as_staff = ownership is None and user.is_staff and bool(reason.strip())
    if not user.is_active or not (ownership or as_staff):
        raise HandshakeRefused()
    return _sign(
        schema=tenant.schema_name,
        email=user.email,
        name=user.name,
        language=user.language,
        role=ownership.role if ownership else "owner",
        staff=as_staff,
        reason=reason.strip()[:500],
        then=then,
    )


def issue_to_guest(*, tenant: Tenant) -> str:
    """Return a token with which a stranger looks around in a demo's shop, and changes nothing.

    All guests are one user of the shop, who has no password. Only where `settings.DEMO` is set.
    """
    if not settings.DEMO or tenant.subdomain not in settings.DEMO_SHOPS:
        raise HandshakeRefused()
    return _sign(
        schema=tenant.schema_name,
        email=GUEST_EMAIL,
        name="Guest",
        language=tenant.language,
        role=GUEST,
    )


def _sign(**said: Any) -> str:
    usual = {"staff": False, "reason": "", "then": ""}
    return signing.dumps({**usual, **said, "jti": str(uuid.uuid4())}, salt=SALT)


def redeem(token: str) -> Guest:
    """Return who comes in with this token, and use it up. Call it in the shop's schema.

    Raises HandshakeRefused.
    """
    try:
        said = signing.loads(token, salt=SALT, max_age=LIFE)
    except signing.BadSignature as error:
        raise HandshakeRefused() from error
    if said["schema"] != current().schema_name:
        raise HandshakeRefused()
    now = datetime.now(UTC)
    RedeemedToken.objects.filter(expires_at__lt=now - LIFE).delete()
    try:
        with transaction.atomic():
            RedeemedToken.objects.create(jti=said["jti"], expires_at=now + LIFE)
    except IntegrityError as error:
        raise HandshakeRefused() from error
    return Guest(
        email=said["email"],
        name=said["name"],
        language=said["language"],
        role=said["role"],
        is_platform_staff=said["staff"],
        reason=said["reason"],
        then=said["then"],
    )
