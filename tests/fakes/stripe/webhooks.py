"""Letters from Stripe: events in signed envelopes, to be delivered as badly as the post does."""

import json
import time
from dataclasses import dataclass
from urllib.request import Request, urlopen

from stripe import WebhookSignature

SECRET = "whsec_fake"


@dataclass(frozen=True)
class Letter:
    """One webhook request: what stands in its body and in its `Stripe-Signature` header."""

    body: bytes
    signature: str

    @property
    def headers(self) -> dict[str, str]:
        """The headers that Stripe sends."""
        return {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": self.signature,
        }

    def deliver(self, url: str, *, host: str = "") -> int:
        """Send it over HTTP; the status of the answer. `host` overrides the name in the URL."""
        headers = self.headers | ({"Host": host} if host else {})
        with urlopen(Request(url, self.body, headers, method="POST"), timeout=10) as answer:
            return answer.status


def sealed(event: dict, *, secret: str = SECRET, age: int = 0) -> Letter:
    """An event signed in Stripe's scheme, `age` seconds ago."""
    body = json.dumps(event, indent=2)
    stamp = int(time.time()) - age
    signature = WebhookSignature.generate_signature_header(body, secret, stamp)
    return Letter(body.encode(), signature)
