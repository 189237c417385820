"""What must stand in DNS before mails come from a shop's own domain, and what does.

SPF after RFC 7208, DKIM keys after RFC 6376 (3.6.1), DMARC after RFC 7489 (6.3, 6.6.3).
"""

import re
from dataclasses import asdict, dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from themes.letters.models import Sender
from themes.letters.resolving import NoAnswer, Resolver

MOST_LOOKUPS = 10  # that one SPF record may cause, or it counts for nothing
POLICIES = ("none", "quarantine", "reject")
_ASKS = re.compile(r"^[+?~-]?(?:include:|exists:|a\b|mx\b|ptr\b)|^redirect=", re.IGNORECASE)


@dataclass(frozen=True)
class Wanted:
    """One record to be entered: its kind (spf, dkim, dmarc), name and value."""

    kind: str
    name: str
    value: str
    why: str | Promise


@dataclass(frozen=True)
class Finding:
    """What was found of a record. `state` is found, missing, wrong or unknown."""

    kind: str
    state: str
    seen: str = ""
    fault: str = ""

    @property
    def is_found(self) -> bool:
        """Is it as it should be?"""
        return self.state == "found"

    @property
    def is_gone(self) -> bool:
        """Do we know that it is not as it should be?"""
        return self.state in ("missing", "wrong")

    def as_json(self) -> dict[str, str]:
        """As the row keeps it."""
        return asdict(self)


FAULTS: dict[str, str | Promise] = {
    "several": _("There are several such records. Only one may be there: put them together."),
    "not_included": _("The record is there, but does not name us."),
    "refused": _("The record names us, but says that we may not send."),
    "after_all": _("The record names us after “all”, where nobody reads on."),
    "lookups": _("The record asks for more than ten others, so mailboxes ignore it."),
    "other_key": _("There is a key, but not this one."),
    "no_policy": _("The record has no policy: p=none, p=quarantine or p=reject."),
    "not_first": _("The record must begin with v=DMARC1."),
    "silent": _("The name servers did not answer. We ask again tomorrow, or whenever you like."),
}


def wanted(sender: Sender) -> list[Wanted]:
    """The three records for a shop's domain, as they are typed in at its provider."""
    domain = sender.domain
    return [
        Wanted(
            "dkim",
            f"{sender.selector}._domainkey.{domain}",
            f"v=DKIM1; k=rsa; p={sender.public_key}",
            _("Our signature under each mail is yours."),
        ),
        Wanted(
            "spf",
            domain,
            f"v=spf1 include:{settings.MAIL_SPF} ~all",
            _(
                "Our servers may send for you. If there is such a record already, add only the "
                "part that begins with include."
            ),
        ),
        Wanted(
            "dmarc",
            f"_dmarc.{domain}",
            "v=DMARC1; p=none",
            _("What mailboxes do with a mail that is not yours. A stricter record is fine too."),
        ),
    ]


def look(sender: Sender, ask: Resolver) -> list[Finding]:
    """What DNS holds of the three records now."""
    return [
        _asked("dkim", lambda: _dkim(sender, ask)),
        _asked("spf", lambda: _spf(sender, ask)),
        _asked("dmarc", lambda: _dmarc(sender.domain, ask)),
    ]


def _asked(kind, question) -> Finding:  # type: ignore[no-untyped-def]
    try:
        state, seen, fault = question()
    except NoAnswer:
        return Finding(kind, "unknown", fault="silent")
    return Finding(kind, state, seen[:600], fault)


def _dkim(sender: Sender, ask: Resolver) -> tuple[str, str, str]:
    said = ask.txt(f"{sender.selector}._domainkey.{sender.domain}")
    if not said:
        return "missing", "", ""
    for one in said:
        key = re.sub(r"\s+", "", _tags(one).get("p", ""))
        if key == sender.public_key:
            return "found", one, ""
    return "wrong", said[0], "other_key"


def _spf(sender: Sender, ask: Resolver) -> tuple[str, str, str]:
    said = [one for one in ask.txt(sender.domain) if _is_spf(one)]
    if not said:
        return "missing", "", ""
    if len(said) > 1:
        return "wrong", " | ".join(said), "several"
    fault = _fault_of_spf(said[0])
    return ("wrong" if fault else "found"), said[0], fault


def _fault_of_spf(record: str) -> str:
    terms = record.lower().split()[1:]
    ours = f"include:{settings.MAIL_SPF}".lower()
    places = [at for at, term in enumerate(terms) if term.lstrip("+?~-") == ours]
    if not places:
        return "not_included"
    if terms[places[0]][0] in "?~-":
        return "refused"
    ends = [at for at, term in enumerate(terms) if term.lstrip("+?~-") == "all"]
    if ends and ends[0] < places[0]:
        return "after_all"
    return "lookups" if sum(bool(_ASKS.match(term)) for term in terms) > MOST_LOOKUPS else ""


def _is_spf(record: str) -> bool:
    return record.lower() == "v=spf1" or record.lower().startswith("v=spf1 ")


def _dmarc(domain: str, ask: Resolver) -> tuple[str, str, str]:
    """Of the domain itself, or of the one above it, which speaks for it."""
    parts = domain.split(".")
    for at in range(len(parts) - 1):
        said = [one for one in ask.txt(f"_dmarc.{'.'.join(parts[at:])}") if "dmarc1" in one.lower()]
        if not said:
            continue
        if len(said) > 1:
            return "wrong", " | ".join(said), "several"
        if not re.match(r"v\s*=\s*DMARC1\s*(;|$)", said[0]):
            return "wrong", said[0], "not_first"
        policy = _tags(said[0]).get("p", "").lower()
        return ("found", said[0], "") if policy in POLICIES else ("wrong", said[0], "no_policy")
    return "missing", "", ""


def _tags(record: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in record.split(";") if "=" in part)
    return {name.strip().lower(): value.strip() for name, _sign, value in pairs}
