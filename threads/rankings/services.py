"""Taking snapshots."""

from django.db import connection, transaction

from accounts.members.selectors import Viewer
from forum.kernel import clock
from forum.kernel.events import publish
from threads.rankings import policies, selectors
from threads.rankings.events import RankingTaken
from threads.rankings.models import Snapshot, SnapshotRank
from threads.rankings.scoring import rank_by_resource
from threads.rankings.scoring.snapshot import snapshot_of


@transaction.atomic
def take_snapshot(*, actor_id: int | None) -> int:
    """Compute the list from the catalogue as it stands and keep it for good; the snapshot's id.

    Takes an advisory lock, so that snapshots are in the order of their inputs. Reads and writes in one transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('assay ranking'))")
    ranking = rank_by_resource(selectors.current_inputs())
    body = snapshot_of(ranking)
    body["ranked"] = len(ranking.ranked)
    made = Snapshot.objects.create(taken_at=clock.now(), taken_by_id=actor_id, digest=body["hashes"]["all"], body=body)
    SnapshotRank.objects.bulk_create(
        SnapshotRank(snapshot=made, slug=result.slug, rank=result.rank or 0, score=result.score or 0.0)
        for result in ranking.ranked
    )
    publish(RankingTaken(snapshot_id=made.pk), actor_id=actor_id)
    return made.pk


@transaction.atomic
def take_snapshot_now(*, actor: Viewer) -> int:
    """A snapshot on demand. Raises `NotSignedIn`, `EditorsOnly`."""
    return take_snapshot(actor_id=policies.check_take(actor).pk)
