"""A job is written once under its key, held by one worker at a time, done once, and tried again when it fails."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connection, transaction

from forum.kernel.clock import now
from forum.kernel.jobs import claimed, enqueue, enqueue_many, leased
from forum.kernel.jobs.broker import UnknownTask
from forum.kernel.jobs.claims import TRIES
from forum.kernel.jobs.sweep import KEEP, sweep, take_up_again
from tests.spine.stack import execute
from tests.spine.tasks import NOTE


class Broken(Exception):
    """What the work in these tests raises."""


def work_and_break() -> None:
    execute("INSERT INTO spine_poison VALUES (1)")
    raise Broken


def jobs() -> list[tuple[str, int, bool, bool]]:
    """(key, tries, due, done) of every job."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, tries, due_at IS NOT NULL, done_at IS NOT NULL FROM forum_job ORDER BY id")
        return list(cursor.fetchall())


def job_id(key: str = "note:1") -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM forum_job WHERE key = %s", [key])
        (found,) = cursor.fetchone()
    return int(found)


@pytest.fixture
def job(spine_url: str) -> int:
    """The id of a job that nobody has been told of."""
    enqueue(NOTE, key="note:1", payload={"number": 1}, not_before=now())
    return job_id()


def test_the_same_key_again_does_nothing(spine_url: str) -> None:
    enqueue(NOTE, key="note:1", payload={"number": 1})
    enqueue_many(NOTE, [("note:1", {"number": 9}), ("note:2", {"number": 2})])
    assert [key for key, *_ in jobs()] == ["note:1", "note:2"]


def test_a_job_goes_with_the_change_that_asked_for_it(spine_url: str) -> None:
    with transaction.atomic():
        enqueue(NOTE, key="note:1", payload={"number": 1})
        transaction.set_rollback(True)
    assert jobs() == []


def test_a_task_nobody_knows_is_refused_at_once(spine_url: str) -> None:
    with pytest.raises(UnknownTask):
        enqueue("spine.nobody", key="x", payload={})
    assert jobs() == []


def test_done_work_is_not_given_out_again(job: int) -> None:
    with claimed(job) as claim:
        assert claim is not None
        assert claim.payload == {"number": 1}
    with claimed(job) as again:
        assert again is None
    assert jobs() == [("note:1", 0, False, True)]


def test_a_job_in_another_workers_hands_is_left_alone(job: int, spine_url: str) -> None:
    with psycopg.connect(spine_url) as other:
        other.execute("SELECT FROM forum_job FOR UPDATE")
        with claimed(job) as claim:
            assert claim is None
    assert jobs() == [("note:1", 0, True, False)]


def test_work_that_fails_is_undone_and_due_again_later(job: int) -> None:
    with pytest.raises(Broken), claimed(job):
        work_and_break()
    assert jobs() == [("note:1", 1, True, False)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT due_at > now() + interval '10 s', error FROM forum_job")
        later, error = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM spine_poison")
        assert cursor.fetchone() == (0,)
    assert later
    assert error.startswith("Broken at spine/test_jobs.py:")


def test_work_that_keeps_failing_is_given_up_until_an_operator_takes_it_up(job: int) -> None:
    for _ in range(TRIES):
        with pytest.raises(Broken), claimed(job):
            raise Broken
    assert jobs() == [("note:1", TRIES, False, False)]
    with claimed(job) as claim:
        assert claim is None
    assert take_up_again() == 1
    with claimed(job) as claim:
        assert claim is not None


def test_a_leased_job_is_nobody_elses_until_the_lease_ends(job: int) -> None:
    with leased(job) as claim:
        assert claim is not None
        with leased(job) as second:
            assert second is None
    assert jobs() == [("note:1", 0, False, True)]


def test_a_lease_that_ran_out_is_given_anew(job: int) -> None:
    with leased(job, lease=timedelta(0)) as first, leased(job) as second:
        assert first is not None
        assert second is not None
    assert jobs() == [("note:1", 0, False, True)]


def test_the_sweep_sends_what_is_due_and_then_waits_longer(job: int) -> None:
    execute("UPDATE forum_job SET due_at = now() - interval '1 s'")
    assert sweep() == 1
    assert sweep() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT sends, due_at - now() > interval '50 s' FROM forum_job")
        assert cursor.fetchone() == (2, True)


def test_the_sweep_forgets_what_was_done_long_ago(job: int) -> None:
    with claimed(job):
        pass
    sweep()
    assert len(jobs()) == 1
    execute(f"UPDATE forum_job SET done_at = now() - interval '{KEEP.days + 1} days'")
    sweep()
    assert jobs() == []
