"""What the shop says about itself, for programs: its look, and its legal texts."""

from typing import Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema

from kernel.gate import may
from kernel.rest.shapes import Instant
from themes.current import look
from themes.models import LegalText
from themes.services import legal

router = Router(tags=["look"])


class LookOut(Schema):
    """How the shop looks, in the reader's language. Colours are `#rrggbb`."""

    name: str
    theme: str
    accent: str
    second: str
    display_font: str
    text_font: str
    tagline: str
    footer: str
    languages: list[str] = Field(description="Those the shop is offered in, its own first.")
    links: list[str]
    logo_url: str = Field(description="A path on this host; empty without a logo.")
    icon_url: str
    css_url: str


class LegalOut(Schema):
    """A legal text, in the reader's language if it is written in it."""

    kind: str
    title: str
    language: str
    html: str
    version: int | None = Field(description="Null while the organizer has published none.")
    since: Instant | None


@router.get("/look", response=LookOut)
@may("anyone")
def get_look(request: HttpRequest) -> LookOut:
    """Tell how the shop looks."""
    found = look()
    told = {name: getattr(found, name) for name in LookOut.model_fields if hasattr(found, name)}
    return LookOut(**told)


@router.get("/legal/{kind}", response=LegalOut)
@may("anyone")
def get_legal_text(
    request: HttpRequest,
    kind: Literal["imprint", "terms", "privacy", "refunds", "accessibility"],
) -> LegalOut:
    """Read a legal text. Buyers accept the `version` of the terms: `terms_version` of an order."""
    found = legal.read(kind)
    version = found.version
    return LegalOut(
        kind=kind,
        title=str(LegalText.Kind(kind).label),
        language=found.language,
        html=found.html,
        version=version.number if version else None,
        since=version.at if version else None,
    )
