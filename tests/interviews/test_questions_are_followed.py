"""Whoever follows a question hears what becomes of it, once, also after it was merged; and nobody sees that they do."""

from collections.abc import Callable

from django.test import Client

from forum.kernel.events.models import Outbox
from forum.notifications import selectors
from tests.interviews.cases import as_before, ask, at
from tests.notifications.telling import tell
from tests.world import World, client_of, code_of, send
from threads.interviews.models import Interview, QuestionFollow
from threads.interviews.services import asking
from threads.interviews.states import State

type Api = Callable[..., Client]
NEWS = "You follow the question: There is news of a question you follow"


def lines(member: object) -> list[str]:
    return [f"{row.why}: {row.line}" for row in selectors.inbox(viewer=member)]  # type: ignore[arg-type]


def test_by_page_and_over_rest_and_told_once_when_it_is_put_to_the_guest(world: World, api: Api) -> None:
    interview_id = at(world, State.COLLECTING)
    question = ask(world, interview_id)
    page, browser = f"/interviews/{interview_id}/questions/{question.pk}", client_of(world.newcomer)
    tell()
    as_before()
    Outbox.objects.all().delete()

    assert send(api(world.operator), "put", f"/api/v1/questions/{question.pk}/following").status_code == 204
    assert browser.post(page, {"do": "follow_it"}).status_code == 303
    assert browser.post(page, {"do": "follow_it"}).status_code == 303
    assert "Following" in browser.get(page).content.decode()
    assert api(world.operator).get(f"/api/v1/questions/{question.pk}").json()["followed"]
    assert not Outbox.objects.exclude(name__startswith="access_token").exists()
    assert not api(world.geologist).get(f"/api/v1/questions/{question.pk}").json()["followed"]

    asking.select_questions(actor=world.editor, interview_id=interview_id, question_ids=[question.pk])
    tell()

    assert [lines(one).count(NEWS) for one in (world.operator, world.newcomer, world.geologist, world.moderator)] == [
        1, 1, 0, 0,
    ]  # fmt: skip
    assert browser.post(page, {"do": "unfollow_it"}).status_code == 303
    assert list(QuestionFollow.objects.values_list("member_id", flat=True)) == [world.operator.pk]


def test_after_a_merger_asker_and_followers_follow_the_other_one(world: World) -> None:
    interview_id = at(world, State.COLLECTING)
    first, second = ask(world, interview_id), ask(world, interview_id, "And below?", by=world.operator)
    client_of(world.newcomer).post(f"/interviews/{interview_id}/questions/{first.pk}", {"do": "follow_it"})

    asking.merge_question(actor=world.editor, question_id=first.pk, into_id=second.pk)

    followers = set(QuestionFollow.objects.filter(question=second).values_list("member_id", flat=True))
    assert followers == {world.newcomer.pk, world.geologist.pk}


def test_what_one_may_not_read_one_cannot_follow(world: World, api: Api) -> None:
    interview_id = at(world, State.COLLECTING)
    Interview.objects.filter(pk=interview_id).update(hold_questions=True)
    held = ask(world, interview_id)

    answers = [send(api(one), "put", f"/api/v1/questions/{held.pk}/following") for one in (world.operator, world.admin)]

    assert [code_of(one) for one in answers] == ["not_found", "not_found"]
    assert not QuestionFollow.objects.exists()
