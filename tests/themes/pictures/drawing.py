"""Pictures to test with, drawn here."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def image(size=(800, 600), mode="RGB"):
    """A picture that is dark on the left and bright on the right, red above and blue below."""
    across = Image.linear_gradient("L").rotate(90).resize(size)
    down = Image.linear_gradient("L").resize(size)
    drawn = Image.merge("RGB", (across, Image.new("L", size, 90), down))
    return drawn.convert(mode) if mode != "RGB" else drawn


def upload(drawn=None, kind="JPEG", name="p.jpg", **how):
    """The picture as somebody sends it."""
    out = io.BytesIO()
    (drawn or image()).save(out, kind, **how)
    return SimpleUploadedFile(name, out.getvalue())
