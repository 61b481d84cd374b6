"""What editors of a case and its guest can do from the desk: one flat table, verb by verb."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from accounts.members.selectors import Viewer
from forum.http.pages import Form
from forum.kernel.errors import Words
from threads.interviews import forms
from threads.interviews.selectors.cases import Sight
from threads.interviews.services import answering, approach, publishing, requests
from threads.interviews.services.asking import open_questions, select_questions
from threads.interviews.states import BEFORE_FREEZE, OUT, WRITING, State

type Who = Literal["editor", "guest", "invited"]
type Run = Callable[[Viewer, int, dict[str, Any]], object]


@dataclass(frozen=True, slots=True)
class Action:
    """A verb of the desk: what its button says, what its form asks, in which states it is offered and to whom."""

    verb: str
    label: Words
    form: type[Form]
    states: tuple[State, ...]
    who: Who
    run: Run
    primary: bool = False
    danger: bool = False

    def offered(self, state: str, sight: Sight) -> bool:
        return state in self.states and bool(getattr(sight, self.who))


def _call(service: Callable[..., object], **names: str) -> Run:
    """A service with the interview's id and, for each parameter, the form's value of that name."""
    return lambda actor, interview_id, data: service(
        actor=actor, interview_id=interview_id, **{parameter: data[name] for parameter, name in names.items()}
    )


S = State
EARLY = (S.TRIAGE, S.APPROACHED, S.ACCEPTED)
ACTIONS: tuple[Action, ...] = (
    Action("decline", _("Decline in public"), forms.ReasonForm, (S.TRIAGE,), "editor",
           _call(requests.decline_interview, reason="reason"), danger=True),
    Action("risk", _("Say what being asked may cost"), forms.RiskForm, (S.TRIAGE,), "editor",
           _call(requests.assess_risk, danger="danger")),
    Action("review", _("Write a risk review"), forms.ReviewForm, (S.TRIAGE,), "editor",
           _call(requests.review_risk, proceed="proceed", measures="measures")),
    Action("contact", _("Add to the contact log"), forms.ContactForm, (S.TRIAGE, S.APPROACHED, *BEFORE_FREEZE), "editor",
           _call(approach.log_contact, channel="channel", contacted_on="contacted_on", terms="terms", note="note")),
    Action("editor", _("Let another editor into the case"), forms.EditorForm, (*EARLY, *BEFORE_FREEZE[1:], S.FROZEN, *OUT),
           "editor", _call(requests.add_case_editor, handle="handle")),
    Action("approach", _("Make the guest’s invitation"), forms.PlainForm, (S.TRIAGE, S.APPROACHED), "editor",
           _call(approach.approach_guest), primary=True),
    Action("offer", _("Offer terms"), forms.TermsForm, EARLY, "editor",
           _call(approach.offer_terms, wording="wording", attribution="attribution", shown_as="shown_as",
                 shown_role="shown_role")),
    Action("check", _("Say how you made sure who the guest is"), forms.CheckForm, (S.ACCEPTED,), "editor",
           _call(approach.check_guest, method="method")),
    Action("note_refusal", _("The guest refused"), forms.PlainForm, (S.APPROACHED,), "editor",
           lambda actor, pk, data: approach.refuse_interview(actor=actor, interview_id=pk, show=False), danger=True),
    Action("accept", _("Accept"), forms.ShowForm, (S.APPROACHED,), "invited",
           _call(approach.accept_interview, show="show"), primary=True),
    Action("refuse", _("Refuse"), forms.ShowForm, (S.APPROACHED,), "invited",
           _call(approach.refuse_interview, show="show"), danger=True),
    Action("agree", _("Agree to these terms"), forms.AgreeForm, (S.ACCEPTED,), "guest",
           _call(approach.agree_terms, terms_id="terms"), primary=True),
    Action("open", _("Begin to collect questions"), forms.OpenForm, (S.TERMS_AGREED,), "editor",
           _call(open_questions, until="until", live="live", hold="hold", answers_due="answers_due"), primary=True),
    Action("select", _("End the asking, put these to the guest"), forms.SelectForm, (S.COLLECTING,), "editor",
           _call(select_questions, question_ids="questions"), primary=True),
    Action("start", _("Let the guest begin"), forms.PlainForm, (S.SELECTED,), "editor",
           _call(answering.start_answering), primary=True),
    Action("review_answers", _("Hand all answers to the guest"), forms.PlainForm, (S.ANSWERING,), "editor",
           _call(answering.send_for_review), primary=True),
    Action("send_back", _("More work is needed"), forms.PlainForm, (S.GUEST_REVIEW,), "guest", _call(answering.send_back)),
    Action("freeze", _("Freeze the answers"), forms.PlainForm, (S.GUEST_REVIEW,), "guest",
           _call(answering.freeze_answers), primary=True),
    Action("publish", _("Publish"), forms.PublishForm, (S.FROZEN,), "editor",
           _call(publishing.publish_transcript, embargo_until="embargo_until"), primary=True),
    Action("record", _("Add the recording"), forms.RecordingForm, (*WRITING, S.FROZEN, S.EMBARGOED, *OUT), "editor",
           _call(publishing.set_recording, url="url", media_type="media_type", size="size", seconds="length",
                 chapters="chapters")),
    Action("correct", _("Correct an answer"), forms.CorrectForm, OUT, "editor",
           _call(publishing.correct_answer, answer_id="answer", source="text", note="note")),
    Action("take_down", _("Take down"), forms.TakedownForm, OUT, "editor",
           _call(publishing.vote_takedown, ground="ground", reason="reason"), danger=True),
    Action("withdraw", _("Withdraw from the interview"), forms.PlainForm, BEFORE_FREEZE, "guest",
           _call(approach.withdraw_guest), danger=True),
)  # fmt: skip
BY_VERB = {action.verb: action for action in ACTIONS}
