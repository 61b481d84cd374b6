"""An edit that names somebody new is there to be told of once, whatever comes and goes in later edits."""

import pytest

from tests.world import World, reply, start
from threads.discussion import selectors, services
from threads.discussion.models import Post


@pytest.fixture
def post(world: World) -> Post:
    thread = start(world.geologist, world.public)
    made = reply(world.newcomer, thread, "@olga-operator said so.")
    reply(world.geologist, thread, "Did she?")
    return made


def edited(world: World, post: Post, source: str) -> set[int]:
    post.refresh_from_db()
    services.edit_post(actor=world.newcomer, post_id=post.pk, source=source, version=post.version)
    return selectors.newly_mentioned(post.pk)


def test_who_is_named_for_the_first_time_is_named_once(world: World, post: Post) -> None:
    assert edited(world, post, "@olga-operator and @gil-geologist said so.") == {world.geologist.pk}
    assert edited(world, post, "@olga-operator, @gil-geologist and more.") == set()


def test_who_was_taken_out_and_put_back_is_not_named_anew(world: World, post: Post) -> None:
    edited(world, post, "Somebody said so.")
    assert edited(world, post, "@olga-operator said so after all.") == set()


def test_a_handle_in_a_quote_names_nobody(world: World, post: Post) -> None:
    quoted = f"> [@gil-geologist](/threads/{post.thread_id}/1):\n> @mina-moderator\n\nNo."
    assert edited(world, post, quoted) == set()


def test_a_hidden_post_names_nobody(world: World, post: Post) -> None:
    edited(world, post, "@gil-geologist said so.")
    services.hide_post(post_id=post.pk, actor_id=None)
    assert selectors.newly_mentioned(post.pk) == set()
