"""What somebody arranged for himself: views of lists, and what he put away."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SavedViewQuerySet(models.QuerySet):
    """Sets of saved views."""

    def seen_by(self, user_id: int) -> "SavedViewQuerySet":
        """Somebody's own, and those shared with the team."""
        return self.filter(deleted_at=None).filter(Q(owner_id=user_id) | Q(is_shared=True))


class SavedView(models.Model):
    """A list as somebody wants to see it again: `query` is the address after the question mark."""

    list_name = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("owner")
    )
    is_shared = models.BooleanField(_("shared with the team"), default=False)
    created_at = models.DateTimeField(default=timezone.now)
    # Deleted, and kept for a while: who regrets it gets it back.
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["list_name", "owner"], name="saved_view_of_list")]

    def __str__(self) -> str:
        return self.name


class FirstView(models.Model):
    """The view with which a list opens for somebody."""

    list_name = models.CharField(max_length=40)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["list_name", "user"], name="first_view_once")
        ]

    def __str__(self) -> str:
        return f"{self.list_name} {self.user_id}"


class PutAway(models.Model):
    """Something that somebody does not want to see any more, such as the first steps."""

    what = models.CharField(max_length=40)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["what", "user"], name="put_away_once")]

    def __str__(self) -> str:
        return f"{self.what} {self.user_id}"
