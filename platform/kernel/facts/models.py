"""The history of a schema: one row for each fact, kept."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Record(models.Model):
    """A fact as it was announced. Appended, never changed: audit log, feed, source of webhooks."""

    fact_id = models.UUIDField(unique=True)
    name = models.CharField(max_length=80)
    body = models.JSONField(default=dict)
    actor = models.CharField(max_length=200)
    at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["name", "-id"], name="record_by_name"),
            # For `body__contains={"order_id": 7}`: what happened to one thing.
            GinIndex(fields=["body"], name="record_by_body", opclasses=["jsonb_path_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.fact_id}"
