"""A job that runs again, or dies between two chunks, leaves every notification there once."""

import pytest
from django.db import connection

from forum.kernel.jobs.models import Job
from forum.notifications import services, tasks
from forum.notifications.models import Notification, WatchLevel
from forum.notifications.reactions import TELL
from tests.notifications.telling import crowd, relay, tell, watch
from tests.world import World, reply, start


def everything() -> list[tuple[object, ...]]:
    return sorted(Notification.objects.values_list("recipient_id", "seq", "reason", "post_id", "at"))


def test_a_job_that_is_run_again_changes_nothing(world: World) -> None:
    thread = start(world.geologist, world.public)
    watch(world.newcomer, thread)
    reply(world.operator, thread, "@guy-guest?")
    tell()
    before, mails = everything(), Job.objects.filter(task=services.MAIL).count()
    Job.objects.filter(task="notifications.tell").update(due_at="2026-01-01T00:00Z", done_at=None, cursor=0)
    tell()
    assert everything() == before
    assert Job.objects.filter(task=services.MAIL).count() == mails == 2


def test_watchers_are_told_in_chunks_and_each_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    thread = start(world.geologist, world.public)
    members = crowd(23)
    for member in members:
        watch(member, thread)
    post = reply(world.operator, thread)
    relay().drain()
    seq, told, after, chunks = 2, 0, 0, 0
    while after is not None:
        after = services.tell_watchers(seq=seq, post=post, at=post.created_at, after=after, limit=10)
        chunks += 1
        services.tell_watchers(seq=seq, post=post, at=post.created_at, after=0, limit=5)
        told = Notification.objects.filter(seq=seq).count()
    assert (chunks, told) == (3, 23)


def test_who_watches_board_and_thread_is_told_once(world: World) -> None:
    thread = start(world.geologist, world.public)
    watch(world.newcomer, thread)
    services.set_watch(actor=world.newcomer, kind="board", key="field-notes", level=WatchLevel.WATCHING)
    reply(world.operator, thread)
    tell()
    assert Notification.objects.filter(recipient=world.newcomer).count() == 1


@pytest.mark.parametrize("watchers", [3, 60])
def test_telling_takes_as_many_statements_for_few_as_for_many(
    world: World, watchers: int, django_assert_num_queries: object
) -> None:
    thread = start(world.geologist, world.public)
    for member in crowd(watchers):
        watch(member, thread)
    relay().drain()
    for job in Job.objects.filter(task=TELL):
        tasks.tell.run(job.pk)
    reply(world.operator, thread)
    relay().drain()
    job = Job.objects.exclude(due_at=None).get(task=TELL)
    with connection.execute_wrapper(counting := Counting()):
        tasks.tell.run(job.pk)
    assert counting.statements == 8
    assert Notification.objects.filter(post__number=2).count() == watchers + 1


class Counting:
    """Counts statements, savepoints apart."""

    def __init__(self) -> None:
        self.statements = 0

    def __call__(self, execute: object, sql: str, params: object, many: bool, context: object) -> object:
        self.statements += "SAVEPOINT" not in sql
        return execute(sql, params, many, context)  # type: ignore[operator]
