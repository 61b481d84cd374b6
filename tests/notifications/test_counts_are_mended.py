"""Counts that are kept beside what they count: they follow events, and a drift is found, told and set right."""

from prometheus_client import REGISTRY

from forum.kernel.jobs.models import Job
from tests.notifications.telling import relay, tell
from tests.world import World, reply, start
from threads.discussion import counters, selectors, tasks
from threads.discussion.models import Board, Thread

COLUMNS = ("post_count", "last_number", "last_post_id", "last_at", "last_author_id")


def counts(world: World) -> tuple[int, int]:
    row = selectors.board("field-notes", viewer=world.nobody)
    return row.thread_count, row.post_count


def drifted(counter: str) -> float:
    return REGISTRY.get_sample_value("assay_counters_mended_total", {"counter": counter}) or 0.0


def test_a_boards_counts_follow_what_happens_on_it(world: World) -> None:
    thread = start(world.geologist, world.public)
    start(world.geologist, world.members_only)
    reply(world.operator, thread)
    tell()
    assert counts(world) == (1, 2)


def test_a_planted_drift_is_mended_and_counted(world: World) -> None:
    thread, other = start(world.geologist, world.public), start(world.geologist, world.public)
    reply(world.operator, thread)
    tell()
    right = Thread.objects.filter(pk=thread.pk).values(*COLUMNS).get()
    Thread.objects.filter(pk=thread.pk).update(post_count=1, last_post_id=1, last_author=world.admin)
    Board.objects.filter(pk=world.public.pk).update(thread_count=7, post_count=0)
    threads, boards = drifted("thread"), drifted("board")
    tasks.begin_reconciling.run()
    tell()
    assert Thread.objects.filter(pk=thread.pk).values(*COLUMNS).get() == right
    assert counts(world) == (2, 3)
    assert (drifted("thread") - threads, drifted("board") - boards) == (1, 1)
    assert other.post_count == 1


def test_threads_are_looked_at_in_chunks(world: World) -> None:
    made = [start(world.geologist, world.public) for _ in range(5)]
    Thread.objects.update(last_post_id=0)
    after: int | None = 0
    mended: list[int] = []
    while after is not None:
        after, wrong = counters.mend_threads(after=after, limit=2)
        mended += wrong
    assert sorted(mended) == [thread.pk for thread in made]


def test_what_the_consumer_has_not_heard_of_yet_is_no_drift(world: World) -> None:
    thread = start(world.geologist, world.public)
    tell()
    reply(world.operator, thread)
    assert list(counters.mend_boards()) == []
    relay().drain()
    assert counts(world) == (1, 2)
    assert list(counters.mend_boards()) == []


def test_looking_twice_a_day_is_one_job(world: World) -> None:
    tasks.begin_reconciling.run()
    tasks.begin_reconciling.run()
    assert Job.objects.filter(task=tasks.RECONCILE).count() == 1
