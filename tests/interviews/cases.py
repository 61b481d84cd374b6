"""Interviews at every step, made by the same services that people use."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from celery import current_app
from django.db import connection
from django.db.models import Max

from accounts.members.models import Member, Role
from accounts.members.services import accept_invitation
from forum.kernel import clock
from forum.kernel.events.models import Outbox
from forum.kernel.jobs.models import Job
from tests.world import World, changed_tables, everything, member
from threads.interviews.models import Answer, Interview, Question
from threads.interviews.services import answering, approach, asking, proposing, publishing, requests
from threads.interviews.states import State

WORDS = "Ytterbium words that only the transcript holds."
REASONS = "Nobody has asked her yet how the pool water is treated."
PATH = (
    State.PROPOSED, State.TRIAGE, State.APPROACHED, State.ACCEPTED, State.TERMS_AGREED, State.COLLECTING, State.SELECTED,
    State.ANSWERING, State.GUEST_REVIEW, State.FROZEN, State.PUBLISHED, State.CORRECTED,
)  # fmt: skip


def propose(world: World, title: str = "Water below the pools", deposits: Sequence[str] = ()) -> int:
    made = proposing.propose_interview(
        actor=world.geologist,
        title=title,
        subject="The hydrologist of the valley",
        reasons=REASONS,
        deposits=deposits,
    )
    assert isinstance(made, int)
    return made


def invite(world: World, interview_id: int) -> str:
    """The editor approaches; the secret of the invitation."""
    requests.assess_risk(actor=world.editor, interview_id=interview_id, danger=False)
    approach.log_contact(
        actor=world.editor, interview_id=interview_id, channel="signal", contacted_on=clock.today(),
        terms="Promethium terms, by a go-between", note="Promethium note",
    )  # fmt: skip
    return approach.approach_guest(actor=world.editor, interview_id=interview_id)


def offer(world: World, interview_id: int) -> int:
    approach.offer_terms(
        actor=world.editor, interview_id=interview_id, wording="You may read every answer before it is published.",
        attribution="on_record", shown_as="Dr. Ayla Marn", shown_role="Hydrologist",
    )  # fmt: skip
    return int(Interview.objects.get(pk=interview_id).terms.latest("id").pk)


def check(world: World, interview_id: int) -> None:
    approach.check_guest(actor=world.editor, interview_id=interview_id, method="call_back")


def _agreed(world: World, pk: int) -> None:
    check(world, pk)
    approach.agree_terms(actor=world.guest, interview_id=pk, terms_id=offer(world, pk))


def _invited(world: World, pk: int) -> None:
    accept_invitation(actor=world.guest, secret=invite(world, pk))


def _answered(world: World, pk: int) -> None:
    answering.start_answering(actor=world.editor, interview_id=pk)
    answer(world, pk)


def _frozen(world: World, pk: int) -> None:
    clear(world, pk)
    answering.freeze_answers(actor=world.guest, interview_id=pk)


def _corrected(world: World, pk: int) -> None:
    publishing.correct_answer(
        actor=world.editor, interview_id=pk, answer_id=Answer.objects.get(interview=pk).pk,
        source=f"{WORDS} Corrected.", note="A word was misheard.",
    )  # fmt: skip


STEPS: dict[State, Callable[[World, int], object]] = {
    State.TRIAGE: lambda world, pk: requests.take_up(actor=world.editor, interview_id=pk),
    State.APPROACHED: _invited,
    State.ACCEPTED: lambda world, pk: approach.accept_interview(actor=world.guest, interview_id=pk, show=False),
    State.TERMS_AGREED: _agreed,
    State.COLLECTING: lambda world, pk: asking.open_questions(
        actor=world.editor, interview_id=pk, until=clock.now() + timedelta(days=2)),
    State.SELECTED: lambda world, pk: asking.select_questions(
        actor=world.editor, interview_id=pk, question_ids=[ask(world, pk).pk]),
    State.ANSWERING: _answered,
    State.GUEST_REVIEW: lambda world, pk: answering.send_for_review(actor=world.editor, interview_id=pk),
    State.FROZEN: _frozen,
    State.PUBLISHED: lambda world, pk: publishing.publish_transcript(actor=world.editor, interview_id=pk),
    State.CORRECTED: _corrected,
}  # fmt: skip


def at(world: World, state: State, deposits: Sequence[str] = ()) -> int:
    """A new interview that has come as far as `state`."""
    made = propose(world, deposits=deposits)
    for step in PATH[1 : PATH.index(state) + 1]:
        STEPS[step](world, made)
    return made


def ask(
    world: World, interview_id: int, source: str = "What do you find in the stream?", by: Member | None = None
) -> Question:
    made = asking.ask_question(actor=by or world.geologist, interview_id=interview_id, source=source)
    return Question.objects.get(pk=made)


def answer(world: World, interview_id: int, source: str = WORDS, attribution: str = "on_record") -> Answer:
    question = Question.objects.filter(interview=interview_id, state="selected", answer=None).earliest("id")
    made = answering.write_answer(
        actor=world.guest, question_id=question.pk, source=source, attribution=attribution, version=0
    )
    return Answer.objects.get(pk=made)


def clear(world: World, interview_id: int) -> None:
    for one in Answer.objects.filter(interview=interview_id, state__in=["draft", "submitted"]):
        answering.clear_answer(actor=world.guest, answer_id=one.pk, version=one.version)


def state_of(interview_id: int) -> str:
    return Interview.objects.get(pk=interview_id).state


@contextmanager
def only_noted(*codes: str) -> Iterator[None]:
    """Proof that refusals changed nothing, and that exactly these were written down for the audit."""
    before, newest = everything(), Outbox.objects.aggregate(Max("id"))["id__max"] or 0
    yield
    told = Outbox.objects.filter(pk__gt=newest).order_by("id")
    assert changed_tables(before, everything()) == {"forum_outbox"}
    assert [(one.name, one.payload["code"]) for one in told] == [("interview_case_refused", code) for code in codes]


def do_jobs() -> list[str]:
    """Do what interviews have written down to be done, as a worker would; the jobs' keys."""
    waiting = list(Job.objects.filter(task__startswith="interviews.", done_at=None).order_by("id"))
    for job in waiting:
        current_app.tasks[job.task](job.pk)
    return [job.key for job in waiting]


def as_before() -> None:
    """The relay has all constraints checked at once; what this test does next is checked at its end again, as anywhere."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def second_editor() -> Member:
    return member("ed-editor", Role.EDITOR)
