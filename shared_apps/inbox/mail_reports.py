"""Reports of mail servers, in whatever shape they come, as one shape; each proved by signature.

Our own shape, for any mail server that can run a script (POST /hooks/mail):

    Marquee-Signature: t=1735689600,v1=<hex of HMAC-SHA256 over "1735689600." and the body>

    {"id": "unique to this report", "what": "delivered" | "bounced" | "complained",
     "permanent": true, "code": "5.1.1", "at": "2026-01-01T00:00:00Z",
     "mail": "the Message-ID, or the address that the bounce came back to"}

Mailgun's is that of its webhooks: https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks
"""

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from kernel import stamps

VERP = "mail"  # the purpose of the stamps in our mails
OUR_TOLERANCE = 300  # seconds between a signature and its arrival
# Mailgun tries for eight hours, and what comes twice is told by its id.
MAILGUN_TOLERANCE = 12 * 3600
KINDS = frozenset({"delivered", "bounced", "complained"})
_code = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_stamp = re.compile(rf"(?<![a-z2-7])[a-z2-7]{{{stamps.LENGTH}}}(?![a-z2-7])", re.IGNORECASE)


@dataclass(frozen=True)
class Report:
    """What became of one mail. `stamp` is ours, found in what the server says of the mail."""

    source: str
    event_id: str
    what: str
    is_permanent: bool
    code: str
    stamp: str
    at: datetime


class NotProved(ValueError):
    """Not signed, signed by somebody else, or too long ago."""


def signed(body: bytes, header: str, secrets: str, now: datetime) -> Report:
    """Read a report in our own shape. Raises NotProved, and ValueError for nonsense.

    `secrets` may be several with commas between, so that they can be changed without a gap.
    """
    said = dict(part.strip().partition("=")[::2] for part in header.split(","))
    at, seal = said.get("t", ""), said.get("v1", "")
    _fresh(at, now, OUR_TOLERANCE)
    _proved(at.encode() + b"." + body, seal, secrets)
    told = _object(json.loads(body))
    return Report(
        source="signed",
        event_id=_text(told, "id", required=True),
        what=_text(told, "what"),
        is_permanent=told.get("permanent") is True,
        code=_status(_text(told, "code")),
        stamp=_stamp_in(_text(told, "mail")),
        at=datetime.fromisoformat(_text(told, "at")),
    )


def mailgun(body: bytes, secrets: str, now: datetime) -> Report | None:
    """Read a webhook of Mailgun's; None for one that tells nothing we ask about. Raises as above.

    Its signature covers a timestamp and a token only. So the token is what makes it one of its
    kind: caught and sent again with other words, it is the same report. And what it says of a mail
    is believed only as far as our own stamp in it goes.
    """
    whole = _object(json.loads(body))
    proof, told = _object(whole.get("signature")), _object(whole.get("event-data"))
    at = _text(proof, "timestamp", required=True)
    _fresh(at, now, MAILGUN_TOLERANCE)
    token = _text(proof, "token", required=True)
    _proved((at + token).encode(), _text(proof, "signature"), secrets)
    what = {"failed": "bounced", "delivered": "delivered", "complained": "complained"}.get(
        _text(told, "event")
    )
    if what is None:
        return None
    status = told.get("delivery-status") or {}
    headers = (told.get("message") or {}).get("headers") or {}
    said = f"{status.get('enhanced-code', '')} {status.get('message', '')} {status.get('code', '')}"
    return Report(
        source="mailgun",
        event_id=token,
        what=what,
        is_permanent=told.get("severity") == "permanent",
        code=_status(said),
        stamp=_stamp_in(str(headers.get("message-id", ""))),
        at=datetime.fromtimestamp(float(told.get("timestamp") or at), UTC),
    )


def _fresh(at: str, now: datetime, tolerance: int) -> None:
    if not (at.isascii() and at.isdecimal() and len(at) < 12):
        raise NotProved("no time in the signature")
    if abs(now.timestamp() - int(at)) > tolerance:
        raise NotProved("signed too long ago")


def _proved(message: bytes, seal: str, secrets: str) -> None:
    for secret in filter(None, (one.strip() for one in secrets.split(","))):
        right = hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
        if hmac.compare_digest(right.encode(), seal.encode()):
            return
    raise NotProved("signed by somebody else")


def _object(said: Any) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise ValueError("not an object")
    return said


def _text(told: dict[str, Any], name: str, *, required: bool = False) -> str:
    said = told.get(name, "")
    if not isinstance(said, str) or len(said) > 2000 or (required and not said):
        raise ValueError(f"no {name}")
    return said


def _status(said: str) -> str:
    """The status in a server's words: the enhanced one (RFC 3463), else three figures."""
    found = _code.search(said) or re.search(r"\b[245]\d\d\b", said)
    return found.group() if found else ""


def _stamp_in(said: str) -> str:
    found = _stamp.search(said)
    return found.group().lower() if found else ""
