"""The pictures of events, for everybody who looks at the shop."""

import re

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from kernel.gate import shop_page
from kernel.tenancy import current

A_YEAR = "public, max-age=31536000, immutable"
NAME = re.compile(r"[A-Za-z0-9_-]+\.jpg")


@shop_page
@require_safe
def picture(request: HttpRequest, schema_name: str, name: str) -> FileResponse:
    """A picture as `pictures.cleaned` drew it; its name is made from its content and stays."""
    path = f"events/{name}"
    is_ours = schema_name == current().schema_name and NAME.fullmatch(name)
    if not is_ours or not default_storage.exists(path):
        raise Http404
    file = default_storage.open(path)
    return FileResponse(file, content_type="image/jpeg", headers={"Cache-Control": A_YEAR})
