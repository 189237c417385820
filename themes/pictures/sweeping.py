"""What is done about pictures by the clock: sizes that are missing, rows that nobody uses."""

import logging
from datetime import timedelta

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from PIL import Image

from themes.pictures import files
from themes.pictures.models import Picture

log = logging.getLogger(__name__)
UNUSED_FOR = timedelta(days=7)
AT_ONCE = 20


def make_sizes(*, picture_id: int) -> None:
    """Draw all files of a picture and show them from then on. Doing it twice does no harm."""
    picture = Picture.objects.filter(pk=picture_id, is_ready=False).first()
    if picture is None:
        return
    with picture.file.open() as file, Image.open(file) as image:
        image.load()
        for shape in picture.shapes:
            files.draw_shape(picture, image, shape)
    same = Picture.objects.filter(digest=picture.digest, is_ready=False)
    ids = [one.pk for one in same if (one.frame, one.shapes) == (picture.frame, picture.shapes)]
    Picture.objects.filter(pk__in=ids).update(is_ready=True)


def make_what_is_missing() -> None:
    """Make sizes whose message was lost: of pictures that are used and older than a minute."""
    a_minute_ago = timezone.now() - timedelta(minutes=1)
    waiting = _used(Picture.objects.filter(is_ready=False, made_at__lt=a_minute_ago))
    for picture_id in waiting.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]:
        make_sizes(picture_id=picture_id)


def forget_unused() -> int:
    """Remove pictures that nothing has pointed at for a week. Returns how many."""
    old = Picture.objects.filter(made_at__lt=timezone.now() - UNUSED_FOR)
    unused = list(old.exclude(pk__in=_used(old)).order_by("pk")[:200])
    for picture in unused:
        picture.delete()
        if not Picture.objects.filter(digest=picture.digest).exists():
            files.remove(picture.digest)
    return len(unused)


def _used(pictures: QuerySet[Picture]) -> QuerySet[Picture]:
    """Those of the pictures that a row of any app points at by a foreign key."""
    there = Q(pk__in=[])
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model is Picture:
                owners = model._base_manager.filter(**{field.attname: OuterRef("pk")})
                there |= Q(Exists(owners))
    return pictures.filter(there)
