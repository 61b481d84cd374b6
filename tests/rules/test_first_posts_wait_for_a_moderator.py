"""The first three posts of a new member wait for a moderator when they link out."""

import pytest
from pytest_django.fixtures import Settings

from accounts.members.models import Member
from tests.world import World, start
from threads.discussion.models import Post, Submission
from threads.discussion.services import post_reply

LINK = "See https://cheap-shares.example/now."


@pytest.fixture(autouse=True)
def links_held(settings: Settings) -> None:
    settings.FIRST_POSTS_HELD = "links"


def waits(world: World, author: Member, text: str) -> bool:
    """Whether what `author` posts in a thread of another's waits."""
    before = Post.objects.count()
    world_thread = Post.objects.order_by("id").first()
    assert world_thread is not None
    post_reply(actor=author, thread_id=world_thread.thread_id, source=text)
    held = Submission.objects.filter(author=author, waits_for="held").exists()
    assert held != (Post.objects.count() > before)
    Submission.objects.all().delete()
    return held


@pytest.fixture(autouse=True)
def talk(world: World) -> None:
    start(world.geologist, world.boards[0], "Assays", "Ask here.")


def test_the_first_post_with_a_link_waits_and_one_without_does_not(world: World) -> None:
    assert waits(world, world.newcomer, LINK)
    assert not waits(world, world.newcomer, "A question about grades.")


def test_a_link_to_our_own_pages_does_not_wait(world: World) -> None:
    assert not waits(world, world.newcomer, "See http://testserver/deposits/mrima-hill")


def test_the_fourth_post_does_not_wait(world: World) -> None:
    for number in range(3):
        assert not waits(world, world.newcomer, f"Question {number}")

    assert not waits(world, world.newcomer, LINK)


def test_whom_the_staff_knows_does_not_wait(world: World) -> None:
    assert not waits(world, world.geologist, LINK)
    assert not waits(world, world.editor, LINK)


def test_all_means_all_and_none_means_none(world: World, settings: Settings) -> None:
    settings.FIRST_POSTS_HELD = "all"
    assert waits(world, world.newcomer, "A question about grades.")
    settings.FIRST_POSTS_HELD = "none"
    assert not waits(world, world.newcomer, LINK)
