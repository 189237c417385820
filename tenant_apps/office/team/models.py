"""Who works for the organizer: a user of the shop's own schema, with a role."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kernel.roles import GUEST, TITLES, permissions


class MemberQuerySet(models.QuerySet):
    """Sets of members."""

    def working(self) -> "MemberQuerySet":
        """Members who were not removed."""
        return self.filter(removed_at=None)

    def listed(self) -> "MemberQuerySet":
        """The organizer's own people, those invited included; no visitors of the platform."""
        return self.working().filter(is_platform_staff=False).exclude(role=GUEST)

    def keepers(self) -> "MemberQuerySet":
        """Owners who have come in at least once: one of them must always be left."""
        return self.listed().filter(role="owner").exclude(joined_at=None)


class Member(models.Model):
    """Somebody who may come backstage, and as what. A removed member keeps his row.

    `joined_at` is empty while an invitation waits. Staff of the platform who look in with a reason
    have a row too, which opens nothing outside their visit.
    """

    # No query on deletion: the user's table stands in `public` too, where there are no members.
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="member")
    role = models.CharField(_("role"), max_length=20, choices=list(TITLES.items()))
    invited_by = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    joined_at = models.DateTimeField(null=True, default=timezone.now)
    removed_at = models.DateTimeField(null=True)
    is_platform_staff = models.BooleanField(default=False)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"

    @property
    def permissions(self) -> frozenset[str]:
        """What this member may; nothing once removed."""
        return frozenset() if self.removed_at else permissions(self.role)

    @property
    def is_waiting(self) -> bool:
        """Whether the invitation was not taken up yet."""
        return self.joined_at is None
