"""Turns our own HTML into PDF. Importing WeasyPrint takes a second: `pdf.py` loads this late."""

import logging
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from PIL import ImageFile
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

# WeasyPrint makes Pillow take torn pictures for whole ones, in all of the process. What our own
# pages print was drawn by ourselves, and what is uploaded must be whole.
ImageFile.LOAD_TRUNCATED_IMAGES = False

# They tell each of their steps for each document.
for talker in ("weasyprint.progress", "fontTools"):
    logging.getLogger(talker).setLevel(logging.WARNING)


class OwnFiles(URLFetcher):
    """Gives a document what it names: `data:`, our `static:` files, the shop's own `media:`.

    Nothing else, so that no text on a ticket can make the server fetch an address or read a file.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",))

    def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:
        """Return the file. Raises ValueError for any other address; it is then left out."""
        parts = urlsplit(url)
        if parts.scheme == "static":
            found = finders.find(parts.path)
            if not found:
                raise ValueError(f"no static file {parts.path}")
            return URLFetcherResponse(url, Path(found).read_bytes())
        if parts.scheme == "media":
            with default_storage.open(parts.path) as file:
                return URLFetcherResponse(url, file.read())
        return super().fetch(url, headers)


def print_pdf(html: str) -> bytes:
    """The document as a tagged PDF (PDF/UA-1) with its fonts inside."""
    return HTML(string=html, url_fetcher=OwnFiles()).write_pdf(
        font_config=FontConfiguration(), pdf_variant="pdf/ua-1", optimize_images=True
    )
