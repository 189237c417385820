"""Where events take place."""

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

from kernel.words import Worded


class Venue(Worded):
    """A place with an address, a time zone and room for so many people."""

    worded = ("name", "accessibility")

    name = models.CharField(_("name"), max_length=200)
    address = models.CharField(_("address"), max_length=300, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    timezone = models.CharField(_("time zone"), max_length=64, default="UTC")
    capacity = models.IntegerField(_("capacity"), null=True, blank=True)
    accessibility = models.TextField(_("accessibility"), blank=True)
    source_ref = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            CheckConstraint(condition=Q(capacity__gte=0), name="venue_capacity_not_negative"),
            models.UniqueConstraint(
                fields=["source_ref"], condition=~Q(source_ref=""), name="venue_source_ref_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def one_line(self) -> str:
        """The address as it is written on an envelope, on one line."""
        return ", ".join(part for part in (self.address, self.postcode, self.city) if part)
