"""Snapshots of the lists. The database refuses to change or remove one."""

from django.conf import settings
from django.db import models


class Snapshot(models.Model):
    """One computed list with everything it was computed from.

    `body` is what `scoring.snapshot.snapshot_of` makes: weights, deck, inputs, results, hashes. `digest` is its hash of all
    inputs. `taken_by` is null for the nightly one.
    """

    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    body = models.JSONField()

    class Meta:
        db_table = "threads_ranking_snapshot"
        indexes = [models.Index(fields=["-taken_at"], name="ranking_newest")]


class SnapshotRank(models.Model):
    """One ranked deposit of a snapshot, for lines over time. The truth stands in the snapshot's body."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="ranks")
    slug = models.CharField(max_length=80)
    rank = models.PositiveIntegerField()
    score = models.FloatField()

    class Meta:
        db_table = "threads_ranking_rank"
        constraints = [models.UniqueConstraint(fields=["snapshot", "slug"], name="ranking_rank_once")]
        indexes = [models.Index(fields=["slug", "-snapshot"], name="ranking_of_deposit")]
