"""The demo shops' looks: published editions with words in four languages, and legal texts."""

import io
import json
import re
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from infra.demo import drawings
from themes.models import Brand, LegalText
from themes.pictures import services as pictures
from themes.said import LANGUAGES
from themes.services import legal, save_brand

BRANDS: dict[str, Any] = json.loads((Path(__file__).parent / "brands.json").read_text("utf-8"))
# What is left to complete in our first texts, with the words that lead to it.
OPEN_PLACES = re.compile(r"\s*\[[^\]]*\]")
LED_TO = re.compile(r"<p>[^<>]*[::]\s*</p>")


def dress(subdomain: str) -> None:
    """Give a shop its look and its legal texts; what is there stays. In the shop's schema."""
    told = BRANDS[subdomain]
    if not Brand.objects.filter(said__has_key="hero_headline_en").exists():
        words = {
            f"{name}_{language}": text
            for name, texts in told["texts"].items()
            for language, text in texts.items()
        }
        save_brand(**told["look"], **words, hero_picture=_hero(told["picture"]))
    for kind in LegalText.Kind:
        if legal.in_force(kind) is None:
            bodies = told["imprint"] if kind == LegalText.Kind.IMPRINT else _completed(kind)
            legal.keep(kind=kind, bodies=bodies, seen=0)
            legal.publish(kind=kind)


def _hero(told: dict[str, Any]) -> int:
    out = io.BytesIO()
    drawings.draw(told["drawing"]).save(out, "PNG")
    alt = told["alt"]
    kept = pictures.keep_picture(
        upload=SimpleUploadedFile("hero.png", out.getvalue()),
        alt=alt["en"],
        shapes=("free", "wide", "poster"),
    )
    others = {code: {"alt": text} for code, text in alt.items() if code != "en"}
    return pictures.prepare(pictures.reframe(picture=kept, translations=others)).pk


def _completed(kind: str) -> dict[str, str]:
    """Our first text without the places that an organizer would fill in."""
    return {
        code: LED_TO.sub("", OPEN_PLACES.sub("", legal.skeleton(kind, code))) for code in LANGUAGES
    }
