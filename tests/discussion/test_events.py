"""Every change leaves its event in the same transaction, and a change undone leaves none."""

from collections.abc import Callable

import pytest
from django.db import transaction

from forum.kernel.events.models import Outbox
from tests.world import World, everything, reply, start
from threads.discussion import services
from threads.discussion.models import Post, Thread


def told() -> list[tuple[str, str, int | None, dict[str, int]]]:
    return list(Outbox.objects.order_by("id").values_list("name", "aggregate", "actor_id", "payload"))


def test_each_change_is_told_once_and_in_order(world: World) -> None:
    thread = start(world.newcomer, world.public)
    first = Post.objects.get()
    second = reply(world.geologist, thread)
    services.edit_post(actor=world.geologist, post_id=second.pk, source="Better.", version=1)
    services.rename_thread(actor=world.newcomer, thread_id=thread.pk, title="Better", version=1)
    services.set_closure(actor=world.moderator, thread_id=thread.pk, closed=True)
    services.set_closure(actor=world.moderator, thread_id=thread.pk, closed=False)

    new, gil, mod = world.newcomer.pk, world.geologist.pk, world.moderator.pk
    about = f"thread:{thread.pk}"
    assert told() == [
        ("thread_started", about, new, {"thread_id": thread.pk, "post_id": first.pk}),
        ("reply_posted", about, gil, {"thread_id": thread.pk, "post_id": second.pk}),
        ("post_edited", about, gil, {"thread_id": thread.pk, "post_id": second.pk}),
        ("thread_renamed", about, new, {"thread_id": thread.pk}),
        ("thread_closed", about, mod, {"thread_id": thread.pk}),
        ("thread_reopened", about, mod, {"thread_id": thread.pk}),
    ]


CHANGES: dict[str, Callable[[World, Thread, Post], object]] = {
    "start": lambda world, thread, post: start(world.newcomer, world.public),
    "reply": lambda world, thread, post: reply(world.newcomer, thread),
    "edit": lambda world, thread, post: services.edit_post(
        actor=world.newcomer, post_id=post.pk, source="Else.", version=1
    ),
    "rename": lambda world, thread, post: services.rename_thread(
        actor=world.newcomer, thread_id=thread.pk, title="Else", version=1
    ),
    "close": lambda world, thread, post: services.set_closure(
        actor=world.moderator, thread_id=thread.pk, closed=True
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_that_is_rolled_back_leaves_neither_rows_nor_event(world: World, name: str) -> None:
    thread = start(world.newcomer, world.public)
    post = reply(world.newcomer, thread)
    before = everything()

    with transaction.atomic():
        CHANGES[name](world, thread, post)
        assert everything() != before
        transaction.set_rollback(True)

    assert everything() == before
