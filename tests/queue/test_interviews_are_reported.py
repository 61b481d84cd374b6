"""What members write in interviews is reported like anything else, with or without an account, and hidden by moderators."""

from collections.abc import Callable

import pytest
from django.test import Client

from forum.kernel.errors import AssayError
from moderation.actions import services as actions
from moderation.actions.models import Statement
from moderation.appeals import selectors as appeals
from moderation.queue import selectors
from moderation.queue.models import Report, ReviewItem
from tests.interviews.cases import REASONS, ask, at, propose
from tests.queue.ground import decide
from tests.world import World, client_of, code_of, nothing_changes, send, start
from threads.interviews.models import Question
from threads.interviews.services import asking
from threads.interviews.states import State

type Api = Callable[..., Client]
WORDS = "Who pays you for this?"


@pytest.fixture
def question(world: World) -> Question:
    """One of the operator's, in the open."""
    return ask(world, at(world, State.COLLECTING), WORDS, by=world.operator)


def address(question: Question) -> str:
    return f"/interviews/{question.interview_id}/questions/{question.pk}"


def test_a_guest_reports_a_question_and_a_moderator_hides_it_from_everybody(world: World, question: Question) -> None:
    stranger = client_of(world.nobody)
    assert f"/report/question/{question.pk}" in stranger.get(address(question)).content.decode()
    filed = stranger.post(
        f"/report/question/{question.pk}", {"reason": "harassment", "note": "She is asked this daily."}
    )
    item = ReviewItem.objects.get()

    made = decide(item, world.moderator, "hide", reason="harassment")

    assert stranger.get(address(question)).status_code == 404
    assert WORDS not in stranger.get(f"/interviews/{question.interview_id}").content.decode()
    assert Statement.objects.get().member_id == world.operator.pk
    assert "Something was done" in stranger.get(filed.headers["Location"]).content.decode()
    assert Report.objects.get().html == question.html

    actions.reverse_action(actor=world.second_moderator, action_id=made.action_id)
    assert stranger.get(address(question)).status_code == 200


def test_nobody_votes_for_what_is_hidden(world: World, question: Question, api: Api) -> None:
    send(api(world.editor), "post", f"/api/v1/questions/{question.pk}/reports", {"reason": "spam"})
    decide(ReviewItem.objects.get(), world.moderator, "hide")
    with nothing_changes(), pytest.raises(AssayError) as refused:
        asking.set_vote(actor=world.geologist, question_id=question.pk, wanted=True)
    assert refused.value.code == "not_found"


def test_a_proposal_is_reported_and_hidden_until_it_is_taken_back(world: World, api: Api) -> None:
    made = propose(world)
    stranger = client_of(world.nobody)
    assert f"/report/interview/{made}" in stranger.get(f"/interviews/{made}").content.decode()
    path = f"/api/v1/interviews/{made}/reports"
    token = send(api(world.nobody), "post", path, {"reason": "danger"}).json()["token"]

    done = decide(ReviewItem.objects.get(), world.moderator, "hide", reason="danger")

    for gone in (f"/interviews/{made}", f"/api/v1/interviews/{made}"):
        assert stranger.get(gone).status_code == 404
    assert REASONS not in stranger.get("/interviews?tab=proposals").content.decode()
    assert stranger.get(f"/api/v1/reports/by/{token}").json()["outcome"] == "upheld"
    assert appeals.log()[0].target_kind == "interview"

    actions.reverse_action(actor=world.moderator, action_id=done.action_id)
    assert stranger.get(f"/interviews/{made}").status_code == 200


def test_what_editors_have_put_to_the_guest_is_theirs(world: World, question: Question) -> None:
    client_of(world.nobody).post(f"/report/question/{question.pk}", {"reason": "spam"})
    asking.select_questions(actor=world.editor, interview_id=question.interview_id, question_ids=[question.pk])
    with pytest.raises(AssayError) as refused:
        decide(ReviewItem.objects.get(), world.moderator, "hide")
    assert refused.value.code == "target_gone"
    question.refresh_from_db()
    assert question.state == "selected"


def test_who_has_a_part_in_the_interview_is_not_offered_it(world: World, question: Question) -> None:
    client_of(world.nobody).post(f"/report/question/{question.pk}", {"reason": "spam"})
    item = ReviewItem.objects.get()
    assert {world.guest.pk, world.editor.pk, world.geologist.pk} <= set(item.barred)
    assert len(selectors.rows(viewer=world.moderator)) == 1


def test_what_is_not_in_the_open_is_not_there_to_report(world: World, api: Api) -> None:
    interview = at(world, State.COLLECTING)
    held = ask(world, interview, WORDS, by=world.operator)
    Question.objects.filter(pk=held.pk).update(state="held")
    staff, stranger = api(world.moderator), client_of(world.nobody)
    with nothing_changes():
        answer = send(staff, "post", f"/api/v1/questions/{held.pk}/reports", {"reason": "spam"})
        assert code_of(answer) == "not_found"
        assert stranger.get(f"/report/question/{held.pk}").status_code == 404


def test_nobody_reports_their_own(world: World, question: Question, api: Api) -> None:
    asker = api(world.operator)
    with nothing_changes():
        answer = send(asker, "post", f"/api/v1/questions/{question.pk}/reports", {"reason": "spam"})
    assert code_of(answer) == "own_thing"
    assert f"/report/question/{question.pk}" not in client_of(world.operator).get(address(question)).content.decode()


def test_threads_and_members_say_where_to_report_them(world: World) -> None:
    thread = start(world.geologist, world.public)
    for viewer, told in ((world.nobody, True), (world.operator, True), (world.geologist, False)):
        browser = client_of(viewer)
        assert (f"/report/thread/{thread.pk}" in browser.get(f"/threads/{thread.pk}").content.decode()) is told
        page = browser.get(f"/members/{world.geologist.handle}").content.decode()
        assert (f"/report/member/{world.geologist.pk}" in page) is told
