"""The table of jobs."""

from django.db import models


class Job(models.Model):
    """One piece of work for the task named `task`, unique by `key`; a delivery to the outside is one too.

    `payload` holds ids. `cursor` is how far work that is done in chunks has come. The row is sent to its task again whenever
    `due_at` passes; `due_at` is null when the work is done, or given up after too many `tries`. `leased_until` keeps a second
    worker away while the first talks to the outside. `error` names the last failure's kind and line.
    """

    task = models.CharField(max_length=80)
    key = models.CharField(max_length=160, unique=True)
    payload = models.JSONField()
    cursor = models.BigIntegerField(default=0)
    sends = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, default="", blank=True)
    due_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "forum_job"
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="forum_job_due"),
            models.Index(fields=["done_at"], condition=models.Q(done_at__isnull=False), name="forum_job_done"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at=None) | models.Q(due_at=None), name="forum_job_done_is_not_due"
            )
        ]
