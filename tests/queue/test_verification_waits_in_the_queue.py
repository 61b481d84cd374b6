"""Requests to be verified are items of the one queue, for those of the staff who may decide on them."""

import pytest

from accounts.members.models import Member, Role
from accounts.verification import services as verification
from accounts.verification.models import Position
from moderation.queue import selectors, services
from moderation.queue.models import ReviewItem
from tests.queue.ground import tell
from tests.verification.cases import ask, vote, with_document
from tests.world import World, client_of


def test_a_request_waits_and_is_decided_on_its_own_page(world: World) -> None:
    request_id, _ = with_document(world.newcomer)
    tell("queue")

    item = ReviewItem.objects.get()
    assert (item.kind, item.target_kind, item.target_id, item.state) == (
        "verification", "verification", str(request_id), "open"
    )  # fmt: skip
    assert services.take_next(actor=world.moderator) == item.pk
    page = client_of(world.moderator).get(f"/moderation/queue/{item.pk}").content.decode()
    assert f"/staff/verification/{request_id}" in page
    assert "no longer there" not in page

    vote(world.moderator, request_id)
    tell("queue")
    item.refresh_from_db()
    assert (item.state, item.outcome, item.decided_by) == ("decided", "upheld", world.moderator)


def test_the_item_does_not_say_who_asks(world: World) -> None:
    with_document(world.newcomer)
    tell("queue")
    item = ReviewItem.objects.get()
    assert item.author is None
    assert world.newcomer.handle not in f"{item.title} {item.excerpt}"


@pytest.mark.parametrize("accept", [True, False])
def test_a_refusal_and_a_second_vote(world: World, accept: bool) -> None:
    request_id, _ = with_document(world.newcomer, Position.OFFICIAL)
    tell("queue")
    vote(world.moderator, request_id, accept=accept)
    tell("queue")
    item = ReviewItem.objects.get()
    assert item.state == ("open" if accept else "decided")
    assert item.outcome == ("" if accept else "not_upheld")
    assert selectors.counts(viewer=world.moderator) == {}
    assert selectors.counts(viewer=world.second_moderator) == ({"verification": 1} if accept else {})


def test_a_request_that_was_returned_waits_again_when_its_member_has_answered(world: World) -> None:
    request_id, _ = with_document(world.newcomer)
    verification.take_case(actor=world.moderator, request_id=request_id)
    verification.return_request(actor=world.moderator, request_id=request_id, reason="Which years?")
    tell("queue")
    assert set(ReviewItem.objects.values_list("state", flat=True)) <= {"decided"}

    verification.add_evidence(
        actor=world.newcomer, request_id=request_id, content=b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n",
        claimed="application/pdf",
    )  # fmt: skip
    tell("queue")
    assert selectors.counts(viewer=world.moderator) == {"verification": 1}


def test_a_request_that_was_withdrawn_is_gone(world: World) -> None:
    request_id = ask(world.newcomer)
    tell("queue")
    verification.withdraw_request(actor=world.newcomer, request_id=request_id)
    tell("queue")
    assert ReviewItem.objects.get().outcome == "gone"


def test_whoever_has_an_interest_in_the_party_is_not_offered_it(world: World) -> None:
    ask(world.newcomer, party_slug="halleck-creek")
    tell("queue")
    verification.declare_interest(staff=world.moderator, party_slug="halleck-creek", held=True)
    assert selectors.counts(viewer=world.moderator) == {}
    assert selectors.counts(viewer=world.second_moderator) == {"verification": 1}


def test_a_moderators_own_request_is_not_offered_to_them(world: World) -> None:
    ask(world.newcomer)
    tell("queue")
    Member.objects.filter(pk=world.newcomer.pk).update(role=Role.MODERATOR)
    assert selectors.counts(viewer=Member.objects.get(pk=world.newcomer.pk)) == {}
