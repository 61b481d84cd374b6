"""What a post said before is kept."""

from django.test import Client

from tests.world import World, reply, start
from threads.discussion import services


def test_every_earlier_text_is_kept_newest_first_with_who_replaced_it(world: World) -> None:
    thread = start(world.geologist, world.public)
    post = reply(world.newcomer, thread, "One.")
    reply(world.geologist, thread)
    services.edit_post(actor=world.newcomer, post_id=post.pk, source="Two.", version=1)
    services.edit_post(actor=world.newcomer, post_id=post.pk, source="Three.", version=2)

    kept = Client().get(f"/api/v1/posts/{post.pk}/revisions").json()["results"]

    assert [(one["version"], one["source"]) for one in kept] == [(2, "Two."), (1, "One.")]
    assert {one["replaced_by"]["handle"] for one in kept} == {"nora-new"}


def test_a_post_that_was_never_edited_has_none(world: World) -> None:
    post = reply(world.newcomer, start(world.geologist, world.public))

    assert Client().get(f"/api/v1/posts/{post.pk}/revisions").json()["results"] == []


def test_earlier_texts_are_as_hidden_as_the_post_itself(world: World) -> None:
    post = reply(world.geologist, start(world.geologist, world.verified_only), "A secret.")
    services.edit_post(actor=world.geologist, post_id=post.pk, source="Nothing.", version=1)

    answer = Client().get(f"/api/v1/posts/{post.pk}/revisions")

    assert answer.status_code == 404
    assert "secret" not in answer.text
