"""Questions: asked, edited, merged, voted for, selected, declined."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member
from accounts.members.selectors import Viewer
from accounts.verification.selectors import attested_as
from forum.kernel import clock, idempotency, text
from forum.kernel.errors import AssayError, EditConflict, FieldError, Invalid, NotFound
from forum.kernel.events import publish
from threads.interviews import policies
from threads.interviews.events import QuestionAsked, QuestionChanged, QuestionHeld, QuestionSettled, QuestionVoted
from threads.interviews.models import Interview, Question, QuestionOrder, QuestionState, QuestionVersion, QuestionVote
from threads.interviews.models.case import REASON_LONGEST
from threads.interviews.models.questions import QUESTION_LONGEST
from threads.interviews.ordering import arrange, camp_of, support
from threads.interviews.selectors import cases, questions
from threads.interviews.services.following import go_on_following
from threads.interviews.services.moving import move, touch
from threads.interviews.states import State
from threads.interviews.texts import line, moment_of, written

MOST_SELECTED = 60
SELECTED_AT_END = 15
"""How many questions the deadline selects by itself."""

ORDERS_KEPT = 300
WAITING_IDS = range(2**52, 2**53)
"""Ids of what waits: random, so that none tells when it was written, and exact in any program's numbers."""
OPEN = (QuestionState.OPEN, QuestionState.HELD)


def share_asking(interview_id: int) -> None:
    """Keep the end of asking away until this transaction ends, beside any number of others who ask and vote.

    An advisory lock in memory: no row is written, and nobody who votes waits for anybody else who does.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))", [f"asking:{interview_id}"])


def end_asking(interview_id: int) -> None:
    """Wait for those who are asking and voting right now, and let nobody begin. Taken before the interview's row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"asking:{interview_id}"])


@transaction.atomic
def open_questions(
    *, actor: Viewer, interview_id: int, until: datetime, live: bool = False, hold: bool = False,
    answers_due: datetime | None = None,
) -> None:  # fmt: skip
    """Begin to collect questions, until `until` to the second; the guest shows from now on, as agreed in the terms.

    `hold` keeps each question for the editors first. Locks the interview's row. Raises `EditorsOnly`, `WrongState`, `Invalid`.
    """
    interview = cases.interview_for_update(interview_id)
    member = policies.check_case(actor, interview)
    if until <= clock.now():
        detail = _("The end lies in the future.")
        raise Invalid(detail, errors=[FieldError("until", "past", detail)])
    interview.questions_until, interview.live, interview.hold_questions = until, live, hold
    interview.answers_due, interview.guest_shown = answers_due, True
    move(interview, State.COLLECTING, actor=member)


@transaction.atomic
def ask_question(*, actor: Viewer, interview_id: int, source: str, key: idempotency.Key | None = None) -> int:
    """Ask a question; its id. Locks nothing but the key. Raises as `check_ask` does, `NotFound`, `Invalid`."""
    author_id = policies.check_verified(actor).pk
    words = written(source, longest=QUESTION_LONGEST, kind="interview_question", author_id=author_id)
    share_asking(interview_id)
    interview = cases.interview(interview_id)
    if (earlier := idempotency.claim(key)) is not None:
        return int(earlier.resource)
    member = policies.check_ask(actor, interview, now=clock.now())
    made = Question(
        interview=interview, asker=member, camp=camp_of(attested_as(member)), source=words.source, html=words.html,
        text=words.text, asked_at=moment_of(member),
    )  # fmt: skip
    if member.protected:
        made.pk, made.state = WAITING_IDS.start + secrets.randbelow(len(WAITING_IDS)), QuestionState.WAITING
        made.save(force_insert=True)
    else:
        _open(made, hold=words.verdict.effect == "hold")
    idempotency.keep(key, status=201, resource=str(made.pk))
    return made.pk


@transaction.atomic
def release_question(*, question_id: int) -> bool:
    """Let out what a protected member asked, as a new row of this moment; False where it may no longer be asked. For the job.

    Locks the row that waited.
    """
    waited = questions.question_for_update(question_id)
    if waited.state != QuestionState.WAITING:
        return False
    share_asking(waited.interview_id)
    try:
        words = written(waited.source, longest=QUESTION_LONGEST, kind="interview_question", author_id=waited.asker_id)
        policies.check_ask(waited.asker, cases.interview(waited.interview_id), now=clock.now())
    except AssayError as refused:
        waited.state, waited.reason = QuestionState.REFUSED, str(refused.detail)[:REASON_LONGEST]
        waited.save(update_fields=["state", "reason"])
        return False
    made = Question(
        interview_id=waited.interview_id, asker=waited.asker, camp=waited.camp, source=words.source, html=words.html,
        text=words.text, asked_at=clock.now(),
    )  # fmt: skip
    waited.delete()
    _open(made, hold=words.verdict.effect == "hold")
    return True


def _open(made: Question, *, hold: bool) -> None:
    """Put a question before everybody, or before the editors of the case first, and tell of it."""
    interview = made.interview
    held = hold or interview.hold_questions
    made.state = QuestionState.HELD if held else QuestionState.OPEN
    made.save(force_insert=True)
    if held:
        told: QuestionHeld | QuestionAsked = QuestionHeld(case_id=interview.case_id, question_id=made.pk)
    else:
        told = QuestionAsked(interview_id=interview.pk, question_id=made.pk)
    publish(told, actor_id=made.asker_id)


@transaction.atomic
def edit_question(*, actor: Viewer, question_id: int, source: str, version: int) -> None:
    """Change one's own question, while nobody else has voted for it. Locks the question's row.

    Raises `NotYourQuestion`, `QuestionClosed`, `HasVotes`, `AskingOver`, `EditConflict`.
    """
    interview_id = questions.interview_of(question_id)
    author_id = policies.check_verified(actor).pk
    words = written(source, longest=QUESTION_LONGEST, kind="interview_question", author_id=author_id)
    share_asking(interview_id)
    question = questions.question_for_update(question_id)
    member = policies.check_edit_question(actor, question)
    policies.check_ask(actor, cases.interview(interview_id), now=clock.now())
    if question.version != version:
        raise EditConflict
    if QuestionVote.objects.filter(question=question).exclude(voter=member).exists():
        raise policies.HasVotes
    if question.source == words.source:
        return
    QuestionVersion.objects.create(question=question, version=version, source=question.source, editor=member)
    question.source, question.html, question.text, question.version = words.source, words.html, words.text, version + 1
    if words.verdict.effect == "hold" and question.state == QuestionState.OPEN:
        question.state = QuestionState.HELD
    question.save()
    _changed(question, member)


@transaction.atomic
def withdraw_question(*, actor: Viewer, question_id: int) -> None:
    """Take back one's own question. Locks the question's row."""
    share_asking(questions.interview_of(question_id))
    question = questions.question_for_update(question_id)
    member = policies.check_edit_question(actor, question)
    waited = question.state == QuestionState.WAITING
    question.state, question.version = QuestionState.WITHDRAWN, question.version + 1
    question.save()
    if not waited:
        _changed(question, member)


@transaction.atomic
def set_vote(*, actor: Viewer, question_id: int, wanted: bool) -> None:
    """Vote for a question, or no longer; asking for what already is changes nothing. Locks no row that others need.

    The voter's camp is kept as it is at this moment. Raises as `check_ask` does, `NotFound`, `QuestionClosed`.
    """
    interview_id = questions.interview_of(question_id)
    policies.check_verified(actor)
    share_asking(interview_id)
    question = questions.question(question_id)
    member = policies.check_ask(actor, question.interview, now=clock.now())
    if question.state != QuestionState.OPEN:
        raise NotFound if question.state in questions.UNSEEN else policies.QuestionClosed
    with connection.cursor() as cursor:
        if wanted:
            cursor.execute(
                "INSERT INTO threads_questionvote (question_id, voter_id, camp) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                [question_id, member.pk, camp_of(attested_as(member))],
            )
        else:
            cursor.execute(
                "DELETE FROM threads_questionvote WHERE question_id = %s AND voter_id = %s", [question_id, member.pk]
            )
        changed = cursor.rowcount == 1
    if changed:
        event = QuestionVoted(interview_id=interview_id, question_id=question_id)
        publish(event, actor_id=member.pk, coarse=member.protected)


@transaction.atomic
def admit_question(*, actor: Viewer, question_id: int) -> None:
    """Let a held question out. Locks the interview's row, then the question's."""
    interview, question, member = _of_case(actor, question_id)
    if question.state != QuestionState.HELD:
        raise policies.QuestionClosed
    question.state, question.version = QuestionState.OPEN, question.version + 1
    question.save()
    publish(QuestionAsked(interview_id=interview.pk, question_id=question.pk), actor_id=member.pk)
    touch(interview, member)


@transaction.atomic
def decline_question(*, actor: Viewer, question_id: int, reason: str) -> None:
    """Decline a question in public, with the reason. Locks the interview's row, then the question's.

    One that was held is not let out by that: its asker reads the reason, and nobody else the question.
    """
    _interview, question, member = _of_case(actor, question_id)
    policies.check_open_question(question)
    cleaned = line(reason, longest=REASON_LONGEST, kind="interview_reason", author_id=member.pk, lines=True)
    if not cleaned:
        raise text.TextEmpty
    held = question.state == QuestionState.HELD
    question.state = QuestionState.REFUSED if held else QuestionState.DECLINED
    question.reason, question.version = cleaned, question.version + 1
    question.save()
    _changed(question, member, held=held)
    _settled([question], member)


@transaction.atomic
def merge_question(*, actor: Viewer, question_id: int, into_id: int) -> None:
    """Merge a question into a like one; whoever voted for either has voted once for the other. Locks both, lower id first.

    Who is voting right now is waited for, so that no vote goes to a question that is merged.

    Raises `EditorsOnly`, `QuestionClosed`, `Invalid` for itself or another interview's.
    """
    interview, question, member = _of_case(actor, min(question_id, into_id))
    other = questions.question_for_update(max(question_id, into_id))
    question, into = (question, other) if question.pk == question_id else (other, question)
    if question_id == into_id or question.interview_id != into.interview_id or into.state not in OPEN:
        detail = _("Merge into another open question of this interview.")
        raise Invalid(detail, errors=[FieldError("into", "bad_target", detail)])
    policies.check_open_question(question)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO threads_questionvote (question_id, voter_id, camp)"
            " SELECT %s, voter_id, camp FROM threads_questionvote WHERE question_id = %s ON CONFLICT DO NOTHING",
            [into.pk, question.pk],
        )
    go_on_following(question_id=question.pk, into_id=into.pk)
    held = question.state == QuestionState.HELD
    question.state, question.merged_into, question.version = QuestionState.MERGED, into, question.version + 1
    question.save()
    _changed(question, member, held=held)
    _settled([question], member)
    count_votes(interview_id=interview.pk)


@transaction.atomic
def select_questions(*, actor: Viewer, interview_id: int, question_ids: Sequence[int]) -> None:
    """End the asking and put these questions to the guest. Locks the interview's row.

    Raises `EditorsOnly`, `WrongState`, `Invalid` for none, too many, or one that is not open here.
    """
    end_asking(interview_id)
    interview = cases.interview_for_update(interview_id)
    member = policies.check_case(actor, interview)
    policies.check_step(interview, State.SELECTED)
    _select(interview, question_ids, member)
    move(interview, State.SELECTED, actor=member)


@transaction.atomic
def put_question(*, actor: Viewer, question_id: int) -> None:
    """In a live hour, put one more question to the guest while answers come out. Locks interview, then question.

    Raises `EditorsOnly`, `WrongState`, `QuestionClosed`.
    """
    interview, question, member = _of_case(actor, question_id)
    policies.check_writing(actor, interview)
    if not interview.live:
        raise policies.WrongState
    if question.state != QuestionState.OPEN:
        raise policies.QuestionClosed
    _select(interview, [question.pk], member)
    _changed(question, member)


@transaction.atomic
def close_asking(*, interview_id: int) -> bool:
    """At the announced end, put the first of the order to the guest; False where it is not due. For the job.

    Without a single open question nothing is selected, and the editors of the case go on from there.
    """
    end_asking(interview_id)
    interview = cases.interview_for_update(interview_id)
    due = interview.questions_until is not None and interview.questions_until <= clock.now()
    if not due or interview.state != State.COLLECTING:
        return False
    count_votes(interview_id=interview_id)
    best = sorted(questions.standings(interview_id), key=lambda one: (-support(one.votes), one.id))
    if best:
        _select(interview, [one.id for one in best[:SELECTED_AT_END]], None)
    move(interview, State.SELECTED, actor=None)
    return True


@transaction.atomic
def follow_up(*, actor: Viewer, question_id: int, source: str) -> int:
    """A follow-up to a question that was put to the guest, by an editor of the case while answers are written; its id.

    It can tell what a draft says, so it is told to nobody and stays with case and guest until its answer is out.
    """
    questions.interview_of(question_id)
    author_id = policies.check_editor(actor).pk
    words = written(source, longest=QUESTION_LONGEST, kind="interview_question", author_id=author_id)
    interview, question, member = _of_case(actor, question_id)
    policies.check_writing(actor, interview)
    if question.state != QuestionState.SELECTED:
        raise policies.QuestionClosed
    made = Question.objects.create(
        interview=interview, asker=member, camp="", source=words.source, html=words.html, text=words.text,
        asked_at=moment_of(member), state=QuestionState.SELECTED, follows_up=question,
    )  # fmt: skip
    touch(interview, member)
    return made.pk


@transaction.atomic
def count_votes(*, interview_id: int) -> None:
    """Count the votes anew and write down the order of this moment. Idempotent; locks the questions that changed."""
    now = clock.now()
    standings = questions.standings(interview_id)
    kept = Question.objects.filter(pk__in=[one.id for one in standings]).in_bulk()
    changed = []
    for one in standings:
        question, total, weight = kept[one.id], one.total, support(one.votes)
        if (question.vote_count, question.support) != (total, weight):
            question.vote_count, question.support = total, weight
            changed.append(question)
    Question.objects.bulk_update(changed, ["vote_count", "support"], batch_size=500)
    QuestionOrder.objects.create(interview_id=interview_id, questions=arrange(standings, now=now), made_at=now)
    # A reader may page over an order for an hour; then it is gone, and the list begins anew.
    newest = QuestionOrder.objects.filter(interview=interview_id).order_by("-id")
    kept_ids = list(newest.values_list("id", flat=True)[:ORDERS_KEPT])
    QuestionOrder.objects.filter(interview=interview_id).exclude(pk__in=kept_ids).delete()


def _select(interview: Interview, question_ids: Sequence[int], member: Member | None) -> None:
    found = Question.objects.filter(interview=interview, pk__in=set(question_ids), state=QuestionState.OPEN)
    chosen = list(found)
    if not 1 <= len(chosen) <= MOST_SELECTED or len(chosen) != len(set(question_ids)):
        detail = _("Choose from 1 to 60 open questions of this interview.")
        raise Invalid(detail, errors=[FieldError("questions", "bad_choice", detail)])
    found.update(state=QuestionState.SELECTED, version=F("version") + 1)
    _settled(chosen, member)


def _of_case(actor: Viewer, question_id: int) -> tuple[Interview, Question, Member]:
    interview_id = questions.interview_of(question_id)
    policies.check_editor(actor)
    end_asking(interview_id)
    interview = cases.interview_for_update(interview_id)
    member = policies.check_case(actor, interview)
    return interview, questions.question_for_update(question_id), member


def _settled(settled: Sequence[Question], member: Member | None) -> None:
    """Tell those who asked what became of their questions."""
    for one in settled:
        event = QuestionSettled(interview_id=one.interview_id, question_id=one.pk)
        publish(event, actor_id=member.pk if member else None)


def _changed(question: Question, member: Member, *, held: bool = False) -> None:
    """Tell of a change; of one to a question that is or was held, the case alone, and of one that waits nobody."""
    if question.state == QuestionState.WAITING:
        return
    if held or question.state == QuestionState.HELD:
        touch(cases.interview(question.interview_id), member)
        return
    event = QuestionChanged(interview_id=question.interview_id, question_id=question.pk)
    publish(event, actor_id=member.pk, coarse=member.protected)
