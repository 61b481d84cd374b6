"""Whoever of the staff opens something private without taking it is told to the audit log: once an hour, through both doors."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts.members.events import PrivateThingOpened
from accounts.members.models import PrivateOpening
from accounts.members.services import forget_openings
from accounts.verification import services as verification
from forum.kernel import clock
from forum.kernel.events.models import Outbox
from forum.wiring import AUDITED
from moderation.actions import services as actions
from moderation.actions.models import Statement
from moderation.appeals import services as appeals
from tests.matrix.people import lay_out
from tests.matrix.test_people_by_role import app_of
from tests.queue.ground import bad_post, decide, report, reported, taken, tell
from tests.queue.test_of_two_who_decide_one_wins import publish_held
from tests.verification.cases import with_document
from tests.world import World, client_of, code_of, start
from threads.discussion.models import Submission

type Api = Callable[..., Client]
DOORS = ("/moderation/", "/api/v1/moderation/")


def opened(by: object) -> list[str]:
    """What the log was told that somebody opened."""
    found = Outbox.objects.filter(name="private_thing_opened", actor_id=by.pk).order_by("id")  # type: ignore[attr-defined]
    return [row["thing"] for row in found.values_list("payload", flat=True)]


def client_for(door: str, api: Api, who: object) -> Client:
    return api(who) if door.startswith("/api") else client_of(who)  # type: ignore[arg-type]


def held_text(world: World) -> int:
    thread = start(world.geologist, world.public)
    held = Submission.objects.create(
        author=world.newcomer, thread=thread, source="A held text.", waits_for="held",
        hour=clock.hour_of(clock.now()),
    )  # fmt: skip
    publish_held(held)
    from_queue = Outbox.objects.filter(name="item_opened").latest("id")
    return int(from_queue.payload["item_id"])


def test_these_events_are_rows_of_the_log() -> None:
    assert PrivateThingOpened in AUDITED


@pytest.mark.parametrize("door", DOORS)
def test_a_held_text_that_is_opened_and_not_taken(world: World, api: Api, door: str) -> None:
    item = held_text(world)
    for _again in range(3):
        assert client_for(door, api, world.moderator).get(f"{door}queue/{item}").status_code == 200
    assert opened(world.moderator) == [f"item:{item}"]
    assert client_for(door, api, world.admin).get(f"{door}queue/{item}").status_code == 200
    assert opened(world.admin) == [f"item:{item}"]


@pytest.mark.parametrize("door", DOORS)
def test_whoever_holds_an_item_is_in_the_log_already(world: World, api: Api, door: str) -> None:
    item = taken(reported(world), world.moderator)
    before = opened(world.moderator)
    client_for(door, api, world.moderator).get(f"{door}queue/{item.pk}")
    assert opened(world.moderator) == before
    assert Outbox.objects.filter(name="item_leased", actor_id=world.moderator.pk).exists()


@pytest.mark.parametrize("door", DOORS)
def test_an_appeal_that_is_opened_and_the_list_of_them(world: World, api: Api, door: str) -> None:
    decide(reported(world), world.moderator, "remove")
    statement = Statement.objects.get()
    appeal = appeals.file_appeal(member_id=world.newcomer.pk, statement_id=statement.pk, words="It was a joke.")
    client = client_for(door, api, world.second_moderator)
    for _again in range(2):
        assert client.get(f"{door}appeals").status_code == 200
        assert client.get(f"{door}appeals/{appeal}").status_code == 200
    assert opened(world.second_moderator) == ["appeals", f"appeal:{appeal}"]


def test_in_another_hour_it_is_told_again_and_nothing_old_is_kept(world: World, api: Api) -> None:
    item = reported(world)
    with time_machine.travel(clock.now(), tick=False) as traveller:
        for _hour in range(2):
            api(world.admin).get(f"/api/v1/moderation/queue/{item.pk}")
            traveller.shift(timedelta(hours=1))
        assert opened(world.admin) == [f"item:{item.pk}"] * 2
        forget_openings()
    assert not PrivateOpening.objects.exists()


def test_whoever_may_not_look_leaves_nothing(world: World, api: Api) -> None:
    item = reported(world)
    for who in (world.editor, world.newcomer):
        assert api(who).get(f"/api/v1/moderation/queue/{item.pk}").status_code == 403
    own = reported(world, bad_post(world, world.moderator))
    assert api(world.moderator).get(f"/api/v1/moderation/queue/{own.pk}").status_code == 404
    assert not PrivateOpening.objects.exists()


def test_each_reading_of_a_sealed_text_is_told_by_both_doors(world: World, api: Api) -> None:
    removal = decide(reported(world), world.moderator, "remove").action_id
    page = f"/moderation/actions/{removal}/sealed"
    assert client_of(world.admin).post(page).status_code == 403
    opening = actions.unseal(actor=world.moderator, action_id=removal)
    actions.sign(actor=world.admin, action_id=opening.action_id)
    shown = client_of(world.admin).post(page)
    assert "trust me" in shown.content.decode()
    assert "trust me" in api(world.admin).get(f"/api/v1{page}").content.decode()
    assert Outbox.objects.filter(name="sealed_text_read", actor_id=world.admin.pk).count() == 2


@pytest.mark.parametrize("door", ["/staff/verification", "/api/v1/verification/cases"])
def test_a_verification_case_that_is_opened_and_not_taken_and_the_list_of_them(
    world: World, api: Api, door: str
) -> None:
    case, _evidence = with_document(world.newcomer)
    before = opened(world.editor)

    # No access token opens a case: the app of somebody who signed in.
    client = app_of(world.editor) if door.startswith("/api") else client_of(world.editor)
    for _again in range(2):
        assert client.get(f"{door}/{case}").status_code == 200
        assert client.get(door).status_code == 200
    assert opened(world.editor) == [*before, f"verification:{case}", "verification"]

    verification.take_case(actor=world.moderator, request_id=case)
    client = app_of(world.moderator) if door.startswith("/api") else client_of(world.moderator)
    assert client.get(f"{door}/{case}").status_code == 200
    assert opened(world.moderator) == []


def test_no_verification_document_opens_without_the_case(world: World) -> None:
    values = lay_out(world)
    case, piece = values["request_id"], values["evidence_id"]
    answer = app_of(world.editor).post(
        f"/api/v1/verification/cases/{case}/evidence/{piece}/openings", content_type="application/json"
    )
    assert (answer.status_code, code_of(answer)) == (403, "not_on_case")
    assert client_of(world.editor).post(f"/staff/verification/{case}/evidence/{piece}").status_code == 403
    assert not Outbox.objects.filter(name="evidence_opened").exists()


def test_the_log_names_the_staff_and_of_others_the_number_alone(world: World) -> None:
    decide(reported(world), world.moderator, "hide")
    tell("audit")
    page = client_of(world.second_moderator).get("/moderation/audit?name=action_taken").content.decode()
    assert f"<td><bdi>{world.moderator.handle}</bdi></td>" in page
    assert world.newcomer.handle not in page


def test_the_log_tells_nobody_who_reported(world: World, api: Api) -> None:
    """The moderator whose post it is reads the log, too."""
    report(bad_post(world, world.second_moderator), world.operator)
    tell("audit")
    for address in ("/api/v1/moderation/audit?name=report_filed", "/moderation/audit?name=report_filed"):
        who = world.second_moderator
        said = (api(who) if "/api/" in address else client_of(who)).get(address)
        assert said.status_code == 200
    row = api(world.second_moderator).get("/api/v1/moderation/audit?name=report_filed").json()["results"][0]
    assert row["said"]["actor"] is None
    assert api(world.admin).get(f"/api/v1/moderation/audit/{row['number']}").json()["said"]["actor"] is None
