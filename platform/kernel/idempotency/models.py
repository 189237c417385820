"""Answers kept by idempotency key."""

from django.db import models


class Reply(models.Model):
    """What was answered to a request that carried an `Idempotency-Key`. Status 0: still at work."""

    key = models.CharField(max_length=255)
    scope = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.IntegerField(default=0)
    body = models.TextField(blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "replies"
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="reply_once")]

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"
