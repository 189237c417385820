"""Who buys. A customer is an e-mail address; an account, if there is one, is attached to it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Customer(models.Model):
    """A buyer of this shop, known by a normalised e-mail address."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=5, default="en")
    created_at = models.DateTimeField(default=timezone.now)
    marketing_consent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.email
