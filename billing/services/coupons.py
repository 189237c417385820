"""Coupons: made by staff, used once by each account, as often in all as was said."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from billing.models import Account, Coupon, Redemption
from kernel.actor import Actor
from kernel.errors import Refusal

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{2,39}")
LONGEST = 36  # months


class CouponCode(Refusal):
    """Not a code that people can read to one another."""

    code = "coupon_code"
    sentence = _("A code has 3 to 40 letters, digits and hyphens.")
    status = 422


class CouponTaken(Refusal):
    """There is, or was, a coupon with this code."""

    code = "coupon_taken"
    sentence = _("There is a coupon with this code already. Codes are used once and for all.")


class CouponTerms(Refusal):
    """A discount or a time that no coupon can have."""

    code = "coupon_terms"
    sentence = _("A coupon takes 1 to 100 percent off, for 1 to 36 months.")
    status = 422


class CouponUnknown(Refusal):
    """No coupon has this code."""

    code = "coupon_unknown"
    sentence = _("We do not know this code. Look at it once more: 0 and O are easily mistaken.")
    status = 404


class CouponOver(Refusal):
    """It was ended, or its last day is past."""

    code = "coupon_over"
    sentence = _("This code can no longer be used.")


class CouponUsedUp(Refusal):
    """As many accounts as were meant to have it, have it."""

    code = "coupon_used_up"
    sentence = _("This code has been used as often as it was meant to be.")


class CouponUsed(Refusal):
    """The account has used it."""

    code = "coupon_used"
    sentence = _("You have used this code already. It counts once.")


def make(
    *,
    code: str,
    percent: int,
    months: int,
    by: Actor,
    codes: Sequence[str] = (),
    good_until: date | None = None,
    most: int | None = None,
) -> Coupon:
    """Make a coupon that takes `percent` off fixed fees for so many months of an account.

    `codes` are the add-ons (or "plan") it is good for, none for all; it can be used until
    `good_until`, that day counted, by `most` accounts (None: by all). Capitals do not matter.
    Raises CouponCode, CouponTerms, CouponTaken.
    """
    if not CODE.fullmatch(written(code)):
        raise CouponCode()
    if not (1 <= percent <= 100 and 1 <= months <= LONGEST and (most is None or most >= 1)):
        raise CouponTerms()
    try:
        with transaction.atomic():
            return Coupon.objects.create(
                code=written(code),
                percent=percent,
                months=months,
                codes=sorted(set(codes)),
                good_until=good_until,
                most=most,
                by=str(by),
            )
    except IntegrityError as error:
        raise CouponTaken from error


def end(*, coupon: Coupon, now: datetime | None = None) -> Coupon:
    """Let nobody use it any more; who has, keeps it. Twice is once."""
    moment = now or timezone.now()
    Coupon.objects.filter(pk=coupon.pk, ended_at=None).update(ended_at=moment)
    coupon.refresh_from_db(fields=["ended_at"])
    return coupon


@transaction.atomic
def redeem(*, account: Account, code: str, by: Actor, now: datetime | None = None) -> Redemption:
    """Use a coupon for an account, from its month on (days are those of its zone).

    The coupon's row is locked, so that two at the same moment do not both take the last one.
    Raises CouponUnknown, CouponOver, CouponUsed, CouponUsedUp.
    """
    coupon = Coupon.objects.select_for_update().filter(code=written(code)).first()
    if coupon is None:
        raise CouponUnknown()
    today = (now or timezone.now()).astimezone(ZoneInfo(account.zone)).date()
    if coupon.ended_at or (coupon.good_until and coupon.good_until < today):
        raise CouponOver()
    if coupon.redemptions.filter(account=account).exists():
        raise CouponUsed()
    if coupon.most is not None and coupon.redemptions.count() >= coupon.most:
        raise CouponUsedUp()
    return Redemption.objects.create(
        coupon=coupon, account=account, first=today.replace(day=1), by=str(by)
    )


def written(code: str) -> str:
    """A code as it is kept, whatever capitals and spaces it was typed with."""
    return "".join(code.split()).upper()
