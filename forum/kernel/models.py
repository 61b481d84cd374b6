"""The kernel's own tables, but for events."""

from django.db import models


class IdempotencyKey(models.Model):
    """A request key somebody claimed, and what came of it. See `forum.kernel.idempotency`."""

    pk = models.CompositePrimaryKey("principal", "operation", "key")
    principal = models.CharField(max_length=64)
    operation = models.CharField(max_length=200)
    key = models.CharField(max_length=255)
    fingerprint = models.BinaryField()
    status = models.PositiveSmallIntegerField()
    resource = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="idempotencykey_age")]
