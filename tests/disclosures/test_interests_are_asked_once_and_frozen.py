"""Posting on a deposit asks once for an interest; what held then stays on the post, whatever comes later."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from tests.deposits.stock import MRIMA, stocked
from tests.world import World, client_of, code_of, nothing_changes, send
from threads.disclosures import selectors, services
from threads.disclosures.models import Disclosure, Interest
from threads.disclosures.policies import DisclosureNeeded, NotYourDisclosure
from threads.disclosures.services import Said
from threads.discussion import services as discussion
from threads.discussion.models import Post

HOLDS = Said(Interest.HOLDS, "2,000 shares of Pacific Wildcat")
NONE = Said(Interest.NONE)


@pytest.fixture
def thread(world: World) -> int:
    stocked(MRIMA)
    return discussion.start_thread(
        actor=world.geologist, board_slug="field-notes", title="Cores of 2013", source="Who has them?",
        deposits=["mrima-hill"], said=NONE,
    )  # fmt: skip


def lines(thread: int) -> list[str]:
    return [one["interest"] for one in Client().get(f"/api/v1/threads/{thread}/posts").json()["results"]]


def test_without_an_answer_nothing_is_posted(world: World, thread: int) -> None:
    with nothing_changes(), pytest.raises(DisclosureNeeded):
        discussion.post_reply(actor=world.newcomer, thread_id=thread, source="I do.")


def test_it_is_asked_once_and_then_stands_beside_the_name(world: World, thread: int) -> None:
    discussion.post_reply(actor=world.newcomer, thread_id=thread, source="I do.", said=HOLDS)
    discussion.post_reply(actor=world.newcomer, thread_id=thread, source="In Nairobi.")

    assert lines(thread) == ["no interest", *["holds securities: 2,000 shares of Pacific Wildcat (Mrima Hill)"] * 2]
    assert Disclosure.objects.filter(member=world.newcomer).count() == 1


def test_ending_an_interest_rewrites_no_post(world: World, thread: int) -> None:
    discussion.post_reply(actor=world.newcomer, thread_id=thread, source="I do.", said=HOLDS)
    (held,) = selectors.of_member(world.newcomer.pk, viewer=world.nobody)
    services.end_interest(actor=world.newcomer, disclosure_id=held.id)
    discussion.post_reply(actor=world.newcomer, thread_id=thread, source="Sold.", said=NONE)

    assert lines(thread)[1:] == ["holds securities: 2,000 shares of Pacific Wildcat (Mrima Hill)", "no interest"]


def test_the_history_is_public(world: World, thread: int) -> None:
    discussion.post_reply(actor=world.newcomer, thread_id=thread, source="I do.", said=HOLDS)
    (held,) = selectors.of_member(world.newcomer.pk, viewer=world.nobody)
    services.end_interest(actor=world.newcomer, disclosure_id=held.id)

    told = Client().get(f"/api/v1/members/{world.newcomer.handle}/disclosures").json()["results"]
    assert [(one["interest"], one["ended_on"] is not None) for one in told] == [("holds", True)]
    assert "2,000 shares" in Client().get(f"/members/{world.newcomer.handle}/disclosures").content.decode()


def test_the_database_lets_an_interest_be_ended_and_nothing_else(world: World, thread: int) -> None:
    made = services.state_interest(actor=world.newcomer, said=HOLDS, deposit="mrima-hill")
    row = Disclosure.objects.filter(pk=made)

    for attempt in ({"details": "2 shares"}, {"interest": "none"}, {"stated_on": "2020-01-01"}):
        with pytest.raises(IntegrityError, match="can only be ended"), transaction.atomic():
            row.update(**attempt)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        row.delete()


def test_only_whoever_stated_an_interest_ends_it(world: World, thread: int) -> None:
    made = services.state_interest(actor=world.newcomer, said=HOLDS, deposit="mrima-hill")

    with nothing_changes(), pytest.raises(NotYourDisclosure):
        services.end_interest(actor=world.editor, disclosure_id=made)


def test_an_interest_in_the_operator_shows_on_posts_about_its_deposit(world: World, thread: int) -> None:
    services.state_interest(
        actor=world.operator, said=Said(Interest.EMPLOYED, "chief geologist"), party="pacific-wildcat"
    )
    discussion.post_reply(actor=world.operator, thread_id=thread, source="We keep them.", said=NONE)

    assert lines(thread)[-1] == "employed: chief geologist (Pacific Wildcat Resources)"


def test_over_rest_the_refusal_has_a_code_and_said_answers_it(world: World, thread: int, api: object) -> None:
    client = api(world.newcomer)  # type: ignore[operator]
    path = f"/api/v1/threads/{thread}/posts"

    assert code_of(send(client, "post", path, {"text": "I do."})) == "disclosure_needed"
    answer = send(client, "post", path, {"text": "I do.", "said": {"interest": "none"}})

    assert (answer.status_code, answer.json()["interest"]) == (201, "no interest")


def test_the_reply_box_asks_and_keeps_what_was_typed(world: World, thread: int) -> None:
    browser = client_of(world.newcomer)
    assert 'name="interest"' in browser.get(f"/threads/{thread}").content.decode()

    answer = browser.post(f"/threads/{thread}/reply", {"text": "I do.", "interest": ""})
    assert (answer.status_code, Post.objects.count()) == (400, 1)
    assert "I do." in answer.content.decode()

    assert browser.post(f"/threads/{thread}/reply", {"text": "I do.", "interest": "none"}).status_code == 303
    assert 'name="interest"' not in browser.get(f"/threads/{thread}").content.decode()


def test_what_the_publisher_holds_stands_beside_the_list(world: World, thread: int) -> None:
    services.state_interest(actor=world.admin, said=HOLDS, deposit="mrima-hill", for_publisher=True)

    assert "2,000 shares of Pacific Wildcat" in Client().get("/rankings/output").content.decode()
