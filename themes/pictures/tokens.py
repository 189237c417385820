"""How a form remembers a picture between two posts: by a sealed number, good for two days."""

from django.core import signing

from kernel.tenancy import schema
from themes.pictures.models import Picture

SALT = "themes.pictures"
GOOD_FOR = 2 * 24 * 3600  # seconds


def token_of(picture: Picture) -> str:
    """The seal of a picture; it is good in its own shop only."""
    return signing.dumps([schema(), picture.pk], salt=SALT)


def picture_of(token: str) -> Picture | None:
    """The picture of a seal; None if it is false, too old, of another shop, or long forgotten."""
    try:
        schema_name, pk = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if schema_name != schema():
        return None
    return Picture.objects.filter(pk=pk).first()
