"""The files of pictures, for everybody; and the door through which an editor sends one in."""

import re

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kernel.gate import backstage_page, shop_page
from themes.pictures import files, tokens
from themes.pictures.services import keep_picture

A_YEAR = "public, max-age=31536000, immutable"
NAME = re.compile(r"(first|[a-z]{4,6}-[0-9]{1,4})\.(avif|webp|jpg|png)")
HASH = re.compile(r"[0-9a-f]{8}|[0-9a-f]{32}")


@shop_page
@require_safe
def picture(request: HttpRequest, digest: str, frame: str, name: str) -> FileResponse:
    """One file of a picture, from the storage of this host's shop: no address leads to another's.

    It is named by its content and frame, so it may be kept for ever. Nothing is drawn here.
    """
    is_a_name = HASH.fullmatch(digest) and HASH.fullmatch(frame) and NAME.fullmatch(name)
    where = files.path(digest, frame, name)
    if not is_a_name or not default_storage.exists(where):
        raise Http404
    return FileResponse(
        default_storage.open(where),
        content_type=files.TYPES[name.rpartition(".")[2]],
        headers={"Cache-Control": A_YEAR},
    )


# Whoever may change the brand may change events too: `kernel.roles`.
@backstage_page(may="events.edit")
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a picture that a form is about to use; answers with what the form sends along."""
    upload = request.FILES.get("file")
    if upload is None:
        return _refused(_("No file arrived. Please choose the picture once more."))
    try:
        kept = keep_picture(upload=upload, smallest=_smallest(request))
    except ValidationError as refusal:
        return _refused(" ".join(refusal.messages))
    return JsonResponse(
        {
            "token": tokens.token_of(kept),
            "url": kept.url(kept.first_name),
            "width": kept.width,
            "height": kept.height,
        }
    )


def _smallest(request: HttpRequest) -> int:
    asked = request.POST.get("smallest", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else 1


def _refused(sentence: str) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=422)
