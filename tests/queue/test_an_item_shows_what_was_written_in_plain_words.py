"""What waits is listed with the beginning of its text as one reads it, without the signs that set it."""

import pytest

from tests.queue.ground import bad_post, reported
from tests.world import World

pytestmark = pytest.mark.django_db


def test_the_signs_of_markdown_are_not_in_the_list(world: World) -> None:
    post = bad_post(world)
    post.source = (
        f"> [someone, #1](/threads/{post.thread_id}/1)\n>\n> As I said.\n\nThe *operator* states **665,000 t**."
    )
    post.save()
    assert reported(world, post).excerpt == "The operator states 665,000 t."
