"""Proposals, decisions, appeals, verification: whom it concerns hears once, and nobody else does."""

from datetime import timedelta

import pytest
import time_machine

from accounts.members.models import Member
from accounts.verification import services as verification
from accounts.verification.models import Attestation
from forum.kernel import clock
from forum.notifications import selectors, services
from forum.notifications.models import Notification
from moderation.actions.models import Statement
from moderation.appeals import services as appeals
from moderation.queue.models import ReviewItem
from tests.deposits.stock import MRIMA, stocked
from tests.notifications.telling import relay, tell
from tests.queue.ground import decide, reported, taken
from tests.verification.cases import attest, vote, with_document
from tests.world import World, client_of
from threads.deposits.models import Target
from threads.deposits.services import accept_proposal, decline_proposal, propose_change, withdraw_proposal

SOURCE = {"reason": "Read in a report.", "source_url": "https://example.org/o"}
OUTPUT = {
    "year": "1990", "treo_t": "12", "reliability": "C", "credibility": "3", "source_title": "A report",
    "source_url": "https://example.org/o",
}  # fmt: skip
PARTY = {"name": "Wa Mining", "kind": "company", "source_url": "https://example.org/o"}
PRICE = {
    "oxide": "Dy2O3",
    "year": "2001",
    "usd_per_kg": "330",
    "source_title": "A survey",
    "source_url": "https://example.org/p",
}


def heard(world: World) -> dict[str, list[str]]:
    """Who was told anything just now, and what: all that stands in every inbox, which is emptied."""
    tell()
    relay().drain()
    found = {
        name: [f"{row.title}: {row.line}" for row in selectors.inbox(viewer=viewer)]
        for name, viewer in world.viewers.items()
        if isinstance(viewer, Member)
    }
    Notification.objects.all().delete()
    return {name: lines for name, lines in found.items() if lines}


def propose(world: World, target: Target, slug: str, columns: dict[str, str]) -> int:
    return propose_change(
        actor=world.newcomer, slug=slug, target=target, target_id=None, columns=columns, new=slug == "wa-mining", **SOURCE
    )  # fmt: skip


@pytest.mark.parametrize(
    ("target", "slug", "columns", "title"),
    [
        (Target.OUTPUT, "mrima-hill", OUTPUT, "Mrima Hill"),
        (Target.PARTY, "pacific-wildcat", PARTY, "Pacific Wildcat Resources"),
        (Target.PARTY, "wa-mining", PARTY, "Your proposals"),
        (Target.PRICE, "", PRICE, "Your proposals"),
    ],
)
def test_whoever_proposed_hears_what_became_of_it(
    world: World, target: Target, slug: str, columns: dict[str, str], title: str
) -> None:
    stocked(MRIMA)
    heard(world)
    declined, withdrawn = propose(world, target, slug, columns), propose(world, target, slug, columns)
    assert heard(world) == {}
    decline_proposal(actor=world.editor, proposal_id=declined, answer="The figure is of another year.")
    withdraw_proposal(actor=world.newcomer, proposal_id=withdrawn)
    assert heard(world) == {"newcomer": [f"{title}: Your proposal was declined"]}
    accept_proposal(actor=world.editor, proposal_id=propose(world, target, slug, columns))
    tell()
    (row,) = selectors.inbox(viewer=world.newcomer)
    browser = client_of(world.newcomer)
    assert "None" not in browser.get("/inbox").text
    assert browser.get(browser.get(row.open_url).headers["Location"]).status_code == 200
    services.set_reading(actor=world.newcomer, seq=row.id, read=False)
    assert services.read_place(actor=world.newcomer, place=row.place, up_to=row.id) == 1


def test_of_a_decision_its_author_hears_and_whoever_reported_hears_that_there_was_one(world: World) -> None:
    heard(world)
    decide(reported(world), world.moderator, "hide")
    assert heard(world) == {
        "newcomer": ["Decisions about you: There was a decision about what you posted"],
        "operator": ["Your reports: What you reported was looked at and decided"],
    }


def test_whoever_appealed_hears_what_is_asked_and_what_is_decided_and_not_their_own_words(world: World) -> None:
    decide(reported(world), world.moderator, "hide")
    heard(world)
    statement = Statement.objects.get(member=world.newcomer)
    appeal = appeals.file_appeal(member_id=world.newcomer.pk, statement_id=statement.pk, words="It was a joke.")
    assert heard(world) == {}
    held = taken(ReviewItem.objects.get(target_kind="appeal"), world.second_moderator)
    appeals.ask(actor=world.second_moderator, appeal_id=appeal, words="Which price did you mean?")
    assert heard(world) == {"newcomer": ["Decisions about you: The moderators ask you something"]}
    appeals.write_message(member_id=world.newcomer.pk, appeal_id=appeal, words="None.")
    assert heard(world) == {}
    held.refresh_from_db()
    appeals.decide_appeal(
        actor=world.second_moderator, appeal_id=appeal, version=held.version, outcome="upheld", answer="It ramps."
    )
    assert heard(world) == {"newcomer": ["Decisions about you: Your appeal is decided"]}


@pytest.mark.parametrize(("accept", "line"), [(True, "Your request was accepted"), (False, "Your request was refused")])
def test_whoever_asked_to_be_verified_hears_the_outcome_and_its_page_alone_has_the_reason(
    world: World, accept: bool, line: str
) -> None:
    heard(world)
    request_id, _ = with_document(world.newcomer)
    assert heard(world) == {}
    vote(world.moderator, request_id, accept=accept)
    tell()
    page = client_of(world.newcomer).get("/inbox").text
    assert "Seen the degree" not in page
    assert world.moderator.handle not in page
    assert heard(world) == {"newcomer": [f"Verification: {line}"]}


def test_what_is_returned_what_ends_soon_and_whose_word_is_asked_is_told_to_one(world: World) -> None:
    attest(world, world.geologist)
    request_id, _ = with_document(world.newcomer)
    heard(world)
    verification.ask_voucher(actor=world.newcomer, request_id=request_id, handle="gil-geologist")
    assert heard(world) == {"geologist": ["Verification: Somebody asks you to vouch for them"]}
    verification.take_case(actor=world.moderator, request_id=request_id)
    verification.return_request(actor=world.moderator, request_id=request_id, reason="The scan is cut off.")
    assert heard(world) == {"newcomer": ["Verification: The staff needs more before it can decide"]}
    with time_machine.travel(Attestation.objects.get().expires_on - timedelta(days=30)):
        verification.remind_of_expiry()
        verification.remind_of_expiry()
    assert heard(world) == {"geologist": ["Verification: What the staff attests of you ends in thirty days"]}


@pytest.mark.parametrize("place", ["desk", "reports", "webhooks", "verification", "decisions"])
def test_what_stands_in_one_place_can_be_marked_as_read_there(world: World, place: str) -> None:
    reasons = {"desk": 86, "reports": 87, "webhooks": 88, "verification": 90, "decisions": 92}
    decide(reported(world), world.moderator, "hide")
    Notification.objects.all().delete()
    about = {"statement_id": Statement.objects.get().pk} if place == "decisions" else {}
    for seq in (1, 2):
        Notification.objects.create(
            recipient=world.newcomer, seq=seq, reason=reasons[place], at=clock.now(), step="accepted", **about
        )
    rows = selectors.inbox(viewer=world.newcomer)
    assert {row.place for row in rows} == {place}
    body = {"place": place, "up_to": "2"}
    assert client_of(world.newcomer).post("/inbox/reading", body).status_code == 303
    assert selectors.unread_count(viewer=world.newcomer) == 0
