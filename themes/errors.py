"""Why a look cannot be published."""

from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal


class NothingToPublish(Refusal):
    """The draft says what is published already, or there is none."""

    code = "nothing_to_publish"
    sentence = _("There is nothing new to publish.")


class DraftHasMoved(Refusal):
    """Somebody changed the draft after the publisher last saw it."""

    code = "draft_has_moved"
    sentence = _(
        "Somebody changed the draft while you were looking. Nothing is lost: look once more, "
        "then publish."
    )
