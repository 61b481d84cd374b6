"""An editor's summary quotes posts, and shows no more of them than its reader may see."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.world import World, client_of, reply, start
from threads.discussion import services


@pytest.mark.parametrize("way", ["hidden", "removed", "moved"])
def test_what_is_gone_is_gone_from_the_summary_and_nothing_else_is(
    world: World, api: Callable[..., Client], way: str
) -> None:
    thread, other = start(world.geologist, world.public), start(world.geologist, world.public)
    post = reply(world.newcomer, other, "Tin in the culvert.")
    quote = f"> [@nora-new](/threads/{other.pk}/{post.number}):\n> Tin in the culvert."
    services.set_summary(actor=world.editor, thread_id=thread.pk, source=f"All agree.\n\n{quote}")
    page, over_rest = f"/threads/{thread.pk}", f"/api/v1/threads/{thread.pk}/summary"
    assert "Tin in the culvert." in Client().get(page).text

    if way == "hidden":
        services.hide_post(post_id=post.pk, actor_id=world.moderator.pk)
    elif way == "removed":
        services.remove_post(actor=world.newcomer, post_id=post.pk)
    else:
        services.move_thread(actor=world.moderator, thread_id=other.pk, board_slug="core-shed")

    for answer in (Client().get(page), api(world.newcomer).get(over_rest), client_of(world.newcomer).get(page)):
        assert "All agree." in answer.content.decode()
        assert "Tin in the culvert." not in answer.content.decode()
    assert "Tin in the culvert." in client_of(world.editor).get(page).text
    if way == "hidden":
        services.show_post(post_id=post.pk, actor_id=world.moderator.pk)
        assert "Tin in the culvert." in Client().get(page).text
