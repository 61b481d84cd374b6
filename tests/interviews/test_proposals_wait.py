"""What rules hold and what protected members propose or second waits unseen, and comes out as of another moment."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from accounts.members.models import Role
from forum.kernel import clock
from forum.kernel.events.models import Outbox
from moderation.queue.models import ReviewItem
from tests.interviews.cases import do_jobs, propose, state_of
from tests.interviews.test_protected_members_ask import come_out, shield
from tests.queue.ground import decide, tell
from tests.rules.test_rules_point_and_people_decide import RAMPING, Wanted, live
from tests.world import World, client_of, member, send
from threads.discussion.models import Submission
from threads.interviews.models import Interview, InterviewSupport
from threads.interviews.services import proposing
from threads.interviews.tasks import look_at_clocks

type Api = Callable[..., Client]
TITLE = "Neodymium by Monday, trust me"
BODY = {"title": TITLE, "guest": "A promoter", "reasons": "He knows."}
PAGES = ("/", "/interviews", "/interviews?tab=proposals", "/interviews/feed.xml", "/search?q=neodymium", "/submissions",
         "/api/v1/interviews?stage=proposals", "/api/v1/me/submissions", "/api/v1/search?q=neodymium")  # fmt: skip


def sees(world: World, api: Api) -> set[str]:
    """Who reads the proposal's title anywhere but in the queue."""

    def reads(path: str, name: str) -> bool:
        viewer = world.viewers[name]
        browser = api(viewer) if path.startswith("/api") else client_of(viewer)
        return "Neodymium by" in browser.get(path).content.decode()

    return {name for name in world.viewers if any(reads(path, name) for path in PAGES)}


def held(world: World, api: Api) -> str:
    """A proposal that a rule holds, by its title; the submission's id."""
    live(world, Wanted(RAMPING.conditions, "hold", "Talks prices up."))
    tell("queue")
    answer = send(api(world.geologist), "post", "/api/v1/interviews", BODY, idempotency_key="once")
    assert answer.status_code == 202
    assert answer.json()["subject"] == "A promoter"
    tell("queue")
    return str(answer.json()["id"])


def test_a_held_proposal_is_between_its_author_and_the_moderators(world: World, api: Api) -> None:
    waits = held(world, api)

    again = send(api(world.geologist), "post", "/api/v1/interviews", BODY, idempotency_key="once")

    assert (again.status_code, again.json()["id"]) == (202, waits)
    assert sees(world, api) == {"geologist"}
    assert not Interview.objects.exists()
    item = ReviewItem.objects.get()
    assert (item.kind, item.target_kind, item.target_id) == ("held", "submission", waits)
    page = client_of(world.moderator).get(f"/moderation/queue/{item.pk}").content.decode()
    assert TITLE in page
    assert "He knows." in page
    assert "The text says one of" in page


def test_what_a_moderator_approves_becomes_an_interview_and_what_is_refused_none(world: World, api: Api) -> None:
    waits = held(world, api)

    decide(ReviewItem.objects.get(), world.moderator, "approve")

    made = Interview.objects.get()
    assert (made.title, made.proposer_id, made.second_count) == (TITLE, world.geologist.pk, 1)
    found = api(world.geologist).get(f"/api/v1/me/submissions/{waits}").json()
    assert (found["state"], found["interview"], found["url"]) == ("released", made.pk, f"/interviews/{made.pk}")
    send(api(world.operator), "post", "/api/v1/interviews", BODY)
    tell("queue")
    decide(ReviewItem.objects.get(state="open"), world.moderator, "remove")
    assert Interview.objects.count() == 1
    assert Submission.objects.get(author=world.operator).state == "refused"


def test_a_held_proposal_can_be_taken_back_by_the_page_and_leaves_the_queue(world: World, api: Api) -> None:
    waits = held(world, api)
    browser = client_of(world.geologist)
    assert "A promoter" in browser.get("/submissions").content.decode()

    assert browser.post(f"/submissions/{waits}/withdraw").status_code in {302, 303}
    tell("queue")

    assert not ReviewItem.objects.filter(state="open").exists()
    assert proposal_is(waits) == "withdrawn"


def proposal_is(submission_id: str) -> str:
    return Submission.objects.get(pk=submission_id).state


def test_what_protected_members_propose_waits_and_comes_out_together_as_of_now(world: World, api: Api) -> None:
    people = [shield(world.protected), *(shield(member(f"hidden-{one}", Role.VERIFIED)) for one in ("a", "b"))]
    Outbox.objects.all().delete()
    waiting = [
        proposing.propose_interview(actor=one, title="Neodymium by the river", subject="A miller", reasons="He saw it.")
        for one in people[:2]
    ]
    come_out()
    assert not Interview.objects.exists()
    assert sees(world, api) == {"protected"}
    assert {one.hour for one in Submission.objects.all()} == {clock.hour_of(clock.now())}
    assert all(isinstance(one, UUID) for one in waiting)
    assert {one for one in Outbox.objects.values_list("name", flat=True) if "access_token" not in one} == {
        "submission_made"
    }

    began = clock.now()
    proposing.propose_interview(actor=people[2], title="Neodymium by the road", subject="A driver", reasons="He drove.")
    come_out()

    made = Interview.objects.order_by("id")
    assert {one.proposer_id for one in made} == {one.pk for one in people}
    assert all(one.proposed_at >= began for one in made)


def test_a_protected_members_second_counts_with_others_or_after_six_hours(world: World, api: Api) -> None:
    interview_id = propose(world)
    pema = shield(world.protected)
    before = api(world.newcomer).get(f"/api/v1/interviews/{interview_id}").content
    Outbox.objects.all().delete()

    proposing.set_second(actor=pema, interview_id=interview_id, wanted=True)
    come_out()

    waits = InterviewSupport.objects.get(member=pema)
    assert api(world.newcomer).get(f"/api/v1/interviews/{interview_id}").content == before
    assert not Outbox.objects.exists()
    assert 'aria-pressed="true"' in client_of(pema).get(f"/interviews/{interview_id}").content.decode()
    assert waits.waits_since == clock.hour_of(clock.now())
    InterviewSupport.objects.filter(pk=waits.pk).update(waits_since=clock.now() - timedelta(hours=6))
    come_out()

    assert Interview.objects.get(pk=interview_id).second_count == 2
    assert InterviewSupport.objects.get(member=pema).pk != waits.pk
    proposing.set_second(actor=pema, interview_id=interview_id, wanted=False)
    assert Interview.objects.get(pk=interview_id).second_count == 1


@pytest.mark.parametrize("end", ["taken back", "taken up"])
def test_a_second_that_waits_counts_for_nothing_once_it_is_taken_back_or_the_proposal_is_taken_up(
    world: World, end: str
) -> None:
    interview_id = propose(world)
    pema = shield(world.protected)
    proposing.set_second(actor=pema, interview_id=interview_id, wanted=True)
    if end == "taken back":
        proposing.set_second(actor=pema, interview_id=interview_id, wanted=False)
    else:
        client_of(world.editor).post(f"/interviews/{interview_id}/triage")
        InterviewSupport.objects.filter(member=pema).update(waits_since=clock.now() - timedelta(hours=7))

    look_at_clocks()
    do_jobs()

    assert Interview.objects.get(pk=interview_id).second_count == 1
    assert not InterviewSupport.objects.filter(member=pema).exists()
    assert state_of(interview_id) == ("proposed" if end == "taken back" else "triage")


def test_enough_seconds_send_it_to_the_editors_whoever_gave_the_last(world: World) -> None:
    interview_id = propose(world)
    Interview.objects.filter(pk=interview_id).update(second_count=24)

    proposing.set_second(actor=world.operator, interview_id=interview_id, wanted=True)

    assert state_of(interview_id) == "triage"
