"""The audit log. Triggers hold both tables to what their docstrings say; see the app's migrations."""

from django.db import models


class AuditRow(models.Model):
    """One auditable event. Rows are only ever added; `number` has no gaps and follows `seq`.

    `body` is the event as canonical JSON, `leaf` its salted digest, `chain` the digest of everything up to here. Redaction
    takes away `body` and `salt` and nothing else.
    """

    number = models.BigIntegerField(primary_key=True)
    seq = models.BigIntegerField(unique=True)
    day = models.DateField()
    name = models.CharField(max_length=80)
    salt = models.BinaryField(null=True)
    body = models.TextField(null=True)
    leaf = models.BinaryField()
    chain = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["name", "-number"], name="audit_by_name")]
        constraints = [
            models.CheckConstraint(
                name="audit_redacted_whole",
                condition=models.Q(salt__isnull=True, body__isnull=True)
                | models.Q(salt__isnull=False, body__isnull=False),
            ),
            models.CheckConstraint(name="audit_number_from_one", condition=models.Q(number__gte=1)),
        ]


class AuditRoot(models.Model):
    """The log as it stood when a day was over: its last row's number and chain, rolled up with the root before."""

    day = models.DateField(primary_key=True)
    number = models.BigIntegerField()
    chain = models.BinaryField()
    root = models.BinaryField()
