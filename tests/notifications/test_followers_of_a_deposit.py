"""Who follows a deposit hears of new threads about it, and of nothing that they may not read."""

import pytest

from forum.notifications.models import Notification
from tests.deposits.stock import MRIMA, stocked
from tests.notifications.telling import tell
from tests.world import World
from threads.deposits.services import follow_deposit
from threads.disclosures.models import Interest
from threads.disclosures.services import Said
from threads.discussion import services

NONE = Said(Interest.NONE)


@pytest.fixture(autouse=True)
def followed(world: World) -> None:
    stocked(MRIMA)
    for member in (world.newcomer, world.geologist):
        follow_deposit(actor=member, slug="mrima-hill")


def about(world: World, board: str) -> int:
    return services.start_thread(
        actor=world.editor, board_slug=board, title="Cores", source="Who has them?", deposits=["mrima-hill"], said=NONE
    )


def told() -> set[int]:
    return set(Notification.objects.values_list("recipient_id", flat=True))


def test_they_hear_of_a_new_thread_once_and_not_of_each_reply(world: World) -> None:
    thread = about(world, "field-notes")
    tell()
    assert told() == {world.newcomer.pk, world.geologist.pk}

    services.post_reply(actor=world.editor, thread_id=thread, source="Found them.")
    tell()
    assert Notification.objects.filter(recipient=world.newcomer).count() == 1


def test_they_do_not_hear_of_a_thread_on_a_board_they_cannot_read(world: World) -> None:
    about(world, "core-shed")
    tell()

    assert told() == {world.geologist.pk}


def test_a_thread_about_nothing_they_follow_is_none_of_theirs(world: World) -> None:
    services.start_thread(actor=world.editor, board_slug="field-notes", title="Cores", source="Elsewhere.")
    tell()

    assert told() == set()
