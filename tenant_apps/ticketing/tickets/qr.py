"""The ticket's code as a picture that cameras read."""

import base64
import io

import segno

# Modules of white around the code (ISO/IEC 18004 asks for four).
QUIET_ZONE = 4


def svg(code: str) -> str:
    """The QR code as an SVG without a size of its own, pure black on pure white, for a box.

    Error correction is M (15 %): a wet or creased ticket still reads, and the squares stay large.
    """
    picture = io.BytesIO()
    segno.make_qr(code, error="m", boost_error=False).save(
        picture,
        kind="svg",
        border=QUIET_ZONE,
        dark="#000000",
        light="#ffffff",
        omitsize=True,
        xmldecl=False,
        nl=False,
    )
    return picture.getvalue().decode()


def data_uri(code: str) -> str:
    """The same picture as an address that carries it, for documents that fetch nothing."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg(code).encode()).decode()}"
