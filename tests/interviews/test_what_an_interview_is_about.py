"""The deposits that an interview is about: where they stand, and that none of them is taken back under it."""

import io
import json
import zipfile
from collections.abc import Callable
from functools import partial

import pytest
from django.db import transaction
from django.test import Client

from forum.kernel.errors import AssayError
from forum.privacy import services as privacy
from forum.privacy.models import Export
from moderation.queue import selectors as queue
from moderation.queue.models import ReviewItem
from tests.beside import Beside, until_it_waits
from tests.deposits.stock import MRIMA, deposit, rows_of, stocked
from tests.deposits.test_deposits_are_added import add
from tests.interviews.cases import at, propose
from tests.interviews.test_proposals_wait import BODY, TITLE
from tests.queue.ground import decide, tell
from tests.rules.test_rules_point_and_people_decide import RAMPING, Wanted, live
from tests.world import World, client_of, send
from threads.deposits import services as catalogue
from threads.deposits.models import Change, Deposit
from threads.disclosures import services as disclosures
from threads.disclosures.models import Interest
from threads.disclosures.services import Said
from threads.discussion import services as discussion
from threads.discussion.models import ThreadDeposit
from threads.interviews.models import Interview, InterviewDeposit
from threads.interviews.states import State

type Api = Callable[..., Client]


def take_back(world: World, change_id: int) -> None:
    catalogue.undo_change(actor=world.editor, change_id=change_id, reason="A slip.")


def code_of_refused(act: Callable[[], object]) -> str:
    try:
        act()
    except AssayError as refused:
        return refused.code
    return ""


def test_its_deposits_stand_in_every_place_by_their_slugs(world: World) -> None:
    stocked({"deposits.csv": rows_of("deposits", deposit("second-hill"), deposit("first-hill"), deposit("third-hill"))})
    slugs = ["first-hill", "second-hill"]
    out, other = at(world, State.PUBLISHED, ["second-hill", "first-hill", "second-hill"]), at(world, State.PUBLISHED)

    def listed(asked: str) -> dict[int, list[str]]:
        found = Client().get(f"/api/v1/interviews?stage=published{asked}").json()["results"]
        return {one["id"]: one["deposits"] for one in found}

    assert listed("") == {out: slugs, other: []}
    assert listed("&deposit=second-hill") == {out: slugs}
    assert listed("&deposit=third-hill") == {}
    assert f'href="/interviews/{out}"' in Client().get("/interviews?tab=library&deposit=first-hill").content.decode()
    assert Client().get(f"/api/v1/interviews/{out}").json()["deposits"] == slugs
    page = Client().get(f"/interviews/{at(world, State.COLLECTING, slugs)}").content.decode()
    assert all(f'href="/deposits/{slug}"' in page for slug in slugs)
    assert Client().get(f"/interviews/{out}/transcript.json").json()["interview"]["deposits"] == slugs
    privacy.run_export(export_id=privacy.ask_export(actor=world.geologist))
    with zipfile.ZipFile(io.BytesIO(privacy.read_export(Export.objects.get()))) as zipped:
        rows = json.loads(zipped.read("threads.Interview.proposer.json"))
    assert [one["deposits"] for one in rows] == [slugs, [], slugs]


@pytest.mark.parametrize(("interest", "offered"), [(Interest.HOLDS, 0), (Interest.NONE, 1)])
def test_who_holds_an_interest_in_one_is_not_offered_what_was_reported(
    world: World, api: Api, interest: Interest, offered: int
) -> None:
    stocked({"deposits.csv": rows_of("deposits", deposit("first-hill"))})
    said = Said(interest, "a few shares" if interest != Interest.NONE else "")
    disclosures.state_interest(actor=world.moderator, said=said, deposit="first-hill")
    made = propose(world, deposits=["first-hill"])
    send(api(world.operator), "post", f"/api/v1/interviews/{made}/reports", {"reason": "spam"})

    assert len(queue.rows(viewer=world.moderator)) == offered
    assert len(queue.rows(viewer=world.second_moderator)) == 1


def test_a_proposal_that_waited_is_refused_with_a_code_where_a_deposit_was_taken_back_meanwhile(
    world: World, api: Api
) -> None:
    stocked(MRIMA)
    added = add(world.editor).change_id
    live(world, Wanted(RAMPING.conditions, "hold", "Talks prices up."))
    tell("queue")
    body = BODY | {"deposits": ["mrima-hill", "second-hill"]}
    waits = send(api(world.geologist), "post", "/api/v1/interviews", body).json()["id"]
    tell("queue")
    take_back(world, added)

    decide(ReviewItem.objects.get(), world.moderator, "approve")

    assert not Interview.objects.exists()
    found = api(world.geologist).get(f"/api/v1/me/submissions/{waits}").json()
    assert (found["state"], found["refusal"]) == ("refused", "deposit_taken_back")
    page = client_of(world.geologist).get("/submissions").content.decode()
    assert TITLE in page
    assert "/problems/deposit_taken_back" in page
    assert Client().get("/problems/deposit_taken_back/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_what_comes_to_be_about_a_deposit_that_is_being_taken_back_waits_and_finds_it_gone(
    world: World, beside: Beside
) -> None:
    stocked(MRIMA)
    added = add(world.editor).change_id

    def started() -> object:
        return discussion.start_thread(
            actor=world.geologist, board_slug=world.public.slug, title="On it", source="A", deposits=["second-hill"],
            said=Said(Interest.NONE),
        )  # fmt: skip

    def proposed() -> object:
        return propose(world, deposits=["second-hill"])

    came = []
    for link in (proposed, started):
        with transaction.atomic():
            take_back(world, added)
            other = beside(partial(code_of_refused, link))
            until_it_waits(other)
        came.append(other.result(30))
        take_back(world, Change.objects.latest("id").pk)
        added = Change.objects.latest("id").pk

    assert came == ["invalid", "not_found"]
    assert not InterviewDeposit.objects.exists()
    assert not ThreadDeposit.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_who_takes_a_deposit_back_while_an_interview_comes_to_be_about_it_is_refused(
    world: World, beside: Beside
) -> None:
    stocked(MRIMA)
    added = add(world.editor).change_id
    with transaction.atomic():
        made = propose(world, deposits=["second-hill"])
        other = beside(lambda: code_of_refused(lambda: take_back(world, added)))
        until_it_waits(other)

    assert other.result(30) == "in_use"
    assert InterviewDeposit.objects.get(interview=made).deposit.slug == "second-hill"
    assert not Deposit.everything.get(slug="second-hill").gone
