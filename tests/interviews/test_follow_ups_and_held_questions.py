"""What only the case may read of questions: follow-ups, which tell of drafts, and what was held and not let out."""

from collections.abc import Callable

import pytest
from django.test import Client

from forum.kernel.events.models import Outbox
from tests.interviews.cases import ask, at, second_editor
from tests.world import World, client_of
from threads.interviews.models import Interview, Question
from threads.interviews.policies import QuestionClosed
from threads.interviews.services import answering, asking
from threads.interviews.states import State

type Api = Callable[..., Client]
WORDS = "You say that cerium killed the fish: when?"


def seen(world: World, api: Api, interview_id: int, question_id: int) -> dict[str, bool]:
    """Who reads the question's words anywhere."""
    pages = (f"/interviews/{interview_id}", f"/interviews/{interview_id}?questions=selected",
             f"/interviews/{interview_id}?questions=declined", f"/interviews/{interview_id}/questions/{question_id}")  # fmt: skip
    calls = (f"/api/v1/questions/{question_id}", f"/api/v1/interviews/{interview_id}/questions?which=selected",
             f"/api/v1/interviews/{interview_id}/questions?which=declined")  # fmt: skip
    people = {name: world.viewers[name] for name in ("nobody", "geologist", "guest", "editor", "moderator", "admin")}
    return {
        name: any("cerium" in client_of(one).get(path).content.decode() for path in pages)
        or any("cerium" in api(one).get(path).content.decode() for path in calls)
        for name, one in {**people, "other editor": second_editor()}.items()
    }


def test_a_follow_up_is_read_by_case_and_guest_and_told_to_nobody(world: World, api: Api) -> None:
    interview_id = at(world, State.ANSWERING)
    first = Question.objects.get(interview=interview_id)
    Outbox.objects.all().delete()

    made = asking.follow_up(actor=world.editor, question_id=first.pk, source=WORDS)

    assert set(Outbox.objects.values_list("name", flat=True)) == {"interview_case_touched"}
    assert {name for name, sees in seen(world, api, interview_id, made).items() if sees} == {"editor", "guest"}
    assert "cerium" in client_of(world.guest).get(f"/interviews/{interview_id}/desk").content.decode()


def test_a_held_question_that_is_declined_stays_between_asker_and_case(world: World, api: Api) -> None:
    interview_id = at(world, State.COLLECTING)
    Interview.objects.filter(pk=interview_id).update(hold_questions=True)
    held = ask(world, interview_id, WORDS)

    asking.decline_question(actor=world.editor, question_id=held.pk, reason="It names a private person.")

    assert {name for name, sees in seen(world, api, interview_id, held.pk).items() if sees} == {"editor", "geologist"}


def test_in_a_live_hour_members_go_on_asking_while_answers_come_out(world: World) -> None:
    interview_id = at(world, State.ANSWERING)
    Interview.objects.filter(pk=interview_id).update(live=True)

    late = ask(world, interview_id, "And the wells?")
    asking.set_vote(actor=world.operator, question_id=late.pk, wanted=True)
    asking.put_question(actor=world.editor, question_id=late.pk)
    made = answering.write_answer(
        actor=world.guest, question_id=late.pk, source="The wells are dry.", attribution="on_record", version=0
    )
    answering.clear_answer(actor=world.guest, answer_id=made, version=1)
    answering.release_answer(actor=world.editor, answer_id=made, version=1)

    assert "The wells are dry." in Client().get(f"/interviews/{interview_id}").content.decode()
    with pytest.raises(QuestionClosed):
        asking.put_question(actor=world.editor, question_id=late.pk)
