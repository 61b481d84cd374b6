"""The spine's tables. `schema.py` holds what Django's migrations cannot say: the partitions and the guards."""

from django.db import models
from django.db.models.functions import Now


class Outbox(models.Model):
    """Events on their way: written with their change, gone as soon as the sequencer has moved them into the log.

    `held_until` is set for coarse events: the full hour before which they are not sequenced.
    """

    name = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()
    aggregate = models.CharField(max_length=160)
    actor_id = models.BigIntegerField(null=True)
    payload = models.JSONField()
    held_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "forum_outbox"


class LoggedEvent(models.Model):
    """The log: append-only, in monthly partitions by `at`, ordered by `seq` alone."""

    pk = models.CompositePrimaryKey("seq", "at")
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    name = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()
    aggregate = models.CharField(max_length=160)
    actor_id = models.BigIntegerField(null=True)
    payload = models.JSONField()

    class Meta:
        managed = False  # A partitioned table: `schema.py` makes it.
        db_table = "forum_event"


class Sequencer(models.Model):
    """One row: the last number given. Whoever holds its lock is the one writer of the log."""

    single = models.BooleanField(primary_key=True)
    last_seq = models.BigIntegerField()

    class Meta:
        managed = False  # Stands and falls with the log, whose numbers it gives: `schema.py` makes both.
        db_table = "forum_sequencer"


class ConsumerState(models.Model):
    """How far one consumer has come. `failing_seq` is the event it is trying again, `tries` how often it has failed."""

    name = models.CharField(max_length=40, primary_key=True)
    position = models.BigIntegerField()
    failing_seq = models.BigIntegerField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    paused = models.BooleanField(default=False)
    started_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "forum_consumer"


class Parked(models.Model):
    """An event that a consumer could not handle, or one of the same aggregate that came behind it.

    `error` names the exception and the line it came from, never its message: messages quote values.
    """

    consumer = models.ForeignKey(ConsumerState, on_delete=models.CASCADE, related_name="parked")
    seq = models.BigIntegerField()
    aggregate = models.CharField(max_length=160)
    error = models.CharField(max_length=300)
    tries = models.PositiveSmallIntegerField()
    parked_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "forum_parked"
        constraints = [models.UniqueConstraint(fields=["consumer", "seq"], name="forum_parked_once")]
        indexes = [models.Index(fields=["consumer", "aggregate", "seq"], name="forum_parked_by_aggregate")]
