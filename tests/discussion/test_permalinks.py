"""A post's own address, which outlives pages and edits."""

import pytest
from django.test import Client

from tests.world import World, client_of, reply, start


@pytest.mark.parametrize(("number", "first"), [(1, 1), (20, 1), (21, 21), (41, 41)])
def test_the_address_of_a_post_leads_to_the_page_that_shows_it(world: World, number: int, first: int) -> None:
    thread = start(world.geologist, world.public)
    for _ in range(40):
        reply(world.newcomer, thread)

    answer = Client().get(f"/threads/{thread.pk}/{number}")

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/threads/{thread.pk}?from={first}#p{number}")
    assert f'id="p{number}"' in Client().get(answer.headers["Location"].partition("#")[0]).text


@pytest.mark.parametrize("number", ["0", "3", "999999999", "9223372036854775807", "9" * 400])
def test_a_number_that_was_never_given_is_not_found(world: World, number: str) -> None:
    thread = start(world.geologist, world.public)
    reply(world.newcomer, thread)

    assert Client().get(f"/threads/{thread.pk}/{number}").status_code == 404


def test_the_address_tells_nothing_of_a_board_one_cannot_read(world: World) -> None:
    thread = start(world.geologist, world.verified_only)

    assert client_of(world.newcomer).get(f"/threads/{thread.pk}/1").status_code == 404
    assert client_of(world.geologist).get(f"/threads/{thread.pk}/1").status_code == 303
