"""One step of an interview, for the services beside this one."""

from accounts.members.models import Member, Role
from forum.kernel import clock
from forum.kernel.events import Event, publish
from threads.interviews import policies
from threads.interviews.events import CaseMoved, CaseTouched, InterviewMoved
from threads.interviews.models import Interview, InterviewTransition
from threads.interviews.states import State, face
from threads.interviews.texts import moment_of


def move(interview: Interview, to: State, *, actor: Member | None, note: str = "") -> None:
    """Take the step: write it down, change the row with whatever else the caller has set on it, and say so.

    The caller holds the interview's row. Others are told only when what they see has changed. Raises `WrongState`.
    """
    policies.check_step(interview, to)
    before, seen = State(interview.state), interview.face
    at = clock.now() if actor is None else moment_of(actor)
    number = interview.state_number + 1
    InterviewTransition.objects.create(
        interview=interview, number=number, from_state=before, to_state=to, actor=actor, note=note, at=at
    )
    interview.state, interview.state_number = to, number
    interview.face = face(to, before=before, guest_shown=interview.guest_shown, refusal_shown=interview.refusal_shown)
    if interview.face != seen or to == State.CORRECTED:
        interview.face_at, interview.version = at, interview.version + 1
    interview.save()
    tell_step(interview, moved=interview.face != seen, actor=actor)


def tell_step(interview: Interview, *, moved: bool, actor: Member | None) -> None:
    """Publish what happened: to everybody under the interview, or to nobody in particular under the case."""
    if moved:
        tell(InterviewMoved(interview_id=interview.pk, face=str(interview.face)), interview, actor)
    elif actor is None:
        publish(CaseMoved(case_id=interview.case_id))
    else:
        touch(interview, actor)


def tell(event: Event, interview: Interview, actor: Member | None) -> None:
    """Publish what everybody may know. Which account is the guest's is for the case alone, and stands in no log."""
    shown = actor is not None and actor.pk != interview.guest_id
    coarse = actor is not None and actor.protected
    publish(event, actor_id=actor.pk if actor is not None and shown else None, coarse=coarse)


def touch(interview: Interview, actor: Member) -> None:
    """Something was done that only the case knows of. Of the staff it is audited; that a guest did it would tell of one."""
    if actor.role in {Role.EDITOR, Role.ADMIN} and actor.pk != interview.guest_id:
        publish(CaseTouched(case_id=interview.case_id), actor_id=actor.pk, coarse=actor.protected)
    else:
        publish(CaseMoved(case_id=interview.case_id), coarse=actor.protected)
