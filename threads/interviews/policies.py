"""Who may do what in interviews. The database repeats the path of states, the freeze, the embargo and the two editors."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.members.models import Level, Member, Role
from accounts.members.policies import check_write
from accounts.members.selectors import Viewer, level_of
from forum.kernel.errors import Conflict, Forbidden, NotFound
from threads.interviews.models import Answer, AnswerState, Interview, Question, QuestionState, Risk
from threads.interviews.selectors import cases, desk
from threads.interviews.states import BEFORE_FREEZE, OUT, WRITING, State, may_follow, takes_questions


class VerifiedOnly(Forbidden):
    """403: verified members propose, second, ask and vote."""

    code = "verified_only"
    title = _("Verified members do this. Your settings say how to be verified.")


class EditorsOnly(Forbidden):
    """403: for editors."""

    code = "editors_only"
    title = _("Editors do this.")


class WrongState(Conflict):
    """409: the interview is not where this can be done; no step may be skipped."""

    code = "interview_wrong_state"
    title = _("The interview is not at this step.")


class AskingOver(Conflict):
    """409: questions and votes are taken until the announced end, to the second."""

    code = "asking_over"
    title = _("Questions and votes are closed.")


class Frozen(Conflict):
    """409: the guest has frozen the answers; what is wrong in them is corrected after publication, in the open."""

    code = "interview_frozen"
    title = _("The answers are frozen.")


class NotYourQuestion(Forbidden):
    """403: only its asker may change a question, and only while it is open and has no votes but theirs."""

    code = "not_your_question"
    title = _("Only its asker can change this question.")


class QuestionClosed(Conflict):
    """409: merged, declined, withdrawn or put to the guest."""

    code = "question_closed"
    title = _("This question is no longer open.")


class HasVotes(Conflict):
    """409: others have voted for these words."""

    code = "question_has_votes"
    title = _("Others have voted for this question as it stands. Ask another one instead.")


class RiskFirst(Conflict):
    """409: before an approach somebody of the case says what it could cost the guest."""

    code = "risk_review_first"
    title = _("Say first whether being asked may put the guest in danger; if it may, review the risk.")


class CheckFirst(Conflict):
    """409: an editor of the case makes sure who the guest is before terms are agreed on."""

    code = "guest_check_first"
    title = _("The editors have not yet made sure who you are.")


class TermsFirst(Conflict):
    """409: there is no offer of terms to agree to."""

    code = "terms_first"
    title = _("There are no terms to agree to yet.")


class ConsentFirst(Conflict):
    """409: every answer needs the guest's consent to the very words that stand there."""

    code = "consent_first"
    title = _("Not every answer has been cleared by the guest.")


class EmbargoHolds(Conflict):
    """409: the embargo's time has not come."""

    code = "embargo_holds"
    title = _("The embargo has not ended yet.")


class SecondEditorNeeded(Conflict):
    """409: you have already said so; it takes another editor."""

    code = "second_editor_needed"
    title = _("You have said so already. It takes a second editor.")


def check_verified(actor: Viewer) -> Member:
    """`actor` as a verified member, or `NotSignedIn`, `Silenced`, `VerifiedOnly`."""
    member = check_write(actor)
    if level_of(member) < Level.VERIFIED:
        raise VerifiedOnly
    return member


def check_editor(actor: Viewer) -> Member:
    """`actor` as an editor of the forum, or `EditorsOnly`."""
    member = check_write(actor)
    if member.role not in {Role.EDITOR, Role.ADMIN}:
        raise EditorsOnly
    return member


def check_case(actor: Viewer, interview: Interview) -> Member:
    """`actor` as an editor of this case. For everybody else, other editors too, there is nothing to be done here."""
    member = check_write(actor)
    if member.role not in {Role.EDITOR, Role.ADMIN} or not desk.is_case_editor(interview, member):
        raise EditorsOnly
    return member


def check_guest(actor: Viewer, interview: Interview) -> Member:
    """`actor` as the guest. For everybody else this does not exist."""
    member = check_write(actor)
    if interview.guest_id != member.pk:
        raise NotFound
    return member


def check_invited(actor: Viewer, interview: Interview) -> Member:
    """`actor` as whom this case's own invitation let in. For everybody else this does not exist."""
    member = check_write(actor)
    if not cases.sight(interview.pk, viewer=member).invited:
        raise NotFound
    return member


def check_step(interview: Interview, to: State, *, start: State | None = None) -> None:
    """Whether `to` comes straight after where the interview stands, or `WrongState`.

    `start` names the one state from which this actor takes the step, where others take it from elsewhere.
    """
    if not may_follow(State(interview.state), to) or start not in (None, interview.state):
        raise WrongState


def check_second(actor: Viewer, interview: Interview) -> Member:
    member = check_verified(actor)
    if interview.state != State.PROPOSED:
        raise WrongState
    return member


def check_withdraw_request(actor: Viewer, interview: Interview) -> Member:
    member = check_write(actor)
    if interview.proposer_id != member.pk:
        raise EditorsOnly(_("Only its proposer can withdraw a proposal."))
    check_step(interview, State.WITHDRAWN, start=State.PROPOSED)
    return member


def check_approach(interview: Interview) -> None:
    if interview.risk == Risk.UNKNOWN or (interview.risk == Risk.DANGER and not desk.may_go_on(interview)):
        raise RiskFirst


def check_withdraw_guest(actor: Viewer, interview: Interview) -> Member:
    member = check_guest(actor, interview)
    if interview.state not in BEFORE_FREEZE:
        raise Frozen
    return member


def check_ask(actor: Viewer, interview: Interview, *, now: datetime) -> Member:
    """Whether `actor` may ask or vote at this moment."""
    member = check_verified(actor)
    if interview.guest_id == member.pk:
        raise EditorsOnly(_("The guest answers."))
    if not takes_questions(interview.face, live=interview.live):
        raise AskingOver
    if interview.questions_until is None or now >= interview.questions_until:
        raise AskingOver
    return member


def check_edit_question(actor: Viewer, question: Question) -> Member:
    member = check_write(actor)
    if question.asker_id != member.pk:
        raise NotYourQuestion
    if question.state not in {QuestionState.OPEN, QuestionState.HELD, QuestionState.WAITING}:
        raise QuestionClosed
    return member


def check_open_question(question: Question) -> None:
    if question.state not in {QuestionState.OPEN, QuestionState.HELD, QuestionState.SELECTED}:
        raise QuestionClosed


def check_writing(actor: Viewer, interview: Interview) -> Member:
    """`actor` as guest or editor of the case, while answers are being written. Raises `Frozen` afterwards."""
    member = check_write(actor)
    if interview.guest_id != member.pk:
        check_case(actor, interview)
    if interview.state in {State.FROZEN, State.EMBARGOED, *OUT, State.TAKEN_DOWN}:
        raise Frozen
    if interview.state not in WRITING:
        raise WrongState
    return member


def check_not_out(answer: Answer) -> None:
    if answer.state in {AnswerState.RELEASED, AnswerState.STRUCK}:
        raise Frozen
