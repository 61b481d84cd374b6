"""What people type on the pages of interviews."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.http.pages import Form, KeyedForm
from threads.interviews.models.answers import ANSWER_LONGEST, Attribution
from threads.interviews.models.case import NAME_LONGEST, REASON_LONGEST, TITLE_LONGEST, InterviewContact
from threads.interviews.models.questions import QUESTION_LONGEST
from threads.interviews.models.transcripts import TakedownVote
from threads.interviews.services.approach import WORDING_LONGEST


def _area(label: Any, longest: int, rows: int = 3, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "data-grow": ""})
    return forms.CharField(label=label, max_length=longest, widget=widget, **more)


def _moment(label: Any, **more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S")
    return forms.DateTimeField(label=label, widget=widget, help_text=_("In UTC."), **more)


class ProposeForm(KeyedForm):
    subject = forms.CharField(
        label=_("Whom to ask"), max_length=NAME_LONGEST, help_text=_("A person or a party, as readers will see it.")
    )
    title = forms.CharField(label=_("About what"), max_length=TITLE_LONGEST)
    reasons = _area(
        _("Why"), REASON_LONGEST * 2, 6, help_text=_("What they know that nobody else has said. Markdown works.")
    )
    deposits = forms.CharField(
        label=_("Deposits"), max_length=400, required=False, help_text=_("Their short names, with commas between.")
    )

    def slugs(self) -> list[str]:
        return [word.strip().lower() for word in self.cleaned_data["deposits"].split(",") if word.strip()]


class AskForm(KeyedForm):
    text = _area(_("Your question"), QUESTION_LONGEST, 3, help_text=_("One question, in at most 1,000 characters."))


class QuestionEditForm(Form):
    text = _area(_("Question"), QUESTION_LONGEST, 3)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class ReasonForm(Form):
    reason = _area(_("Reason, in public"), REASON_LONGEST)


class IntoForm(Form):
    into = forms.IntegerField(label=_("Number of the other one"), min_value=1)


class RiskForm(Form):
    danger = forms.BooleanField(label=_("Being asked may put the guest in danger"), required=False)


class ReviewForm(Form):
    proceed = forms.BooleanField(label=_("The case may go on"), required=False)
    measures = _area(_("What could happen, and what is done about it"), REASON_LONGEST)


class ContactForm(Form):
    channel = forms.ChoiceField(label=_("Channel"), choices=InterviewContact.Channel.choices)
    contacted_on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    terms = _area(_("On which terms"), REASON_LONGEST, 2)
    note = _area(_("Note"), REASON_LONGEST, 2, required=False)


class TermsForm(Form):
    attribution = forms.ChoiceField(label=_("Terms"), choices=Attribution.choices)
    shown_as = forms.CharField(label=_("The guest shows as"), max_length=NAME_LONGEST)
    shown_role = forms.CharField(label=_("With this role"), max_length=NAME_LONGEST, required=False)
    wording = _area(_("Wording"), WORDING_LONGEST, 6)


class ShowForm(Form):
    show = forms.BooleanField(label=_("Others may see this from now on"), required=False)


class AgreeForm(Form):
    terms = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class OpenForm(Form):
    until = _moment(_("Questions and votes until"))
    answers_due = _moment(_("Answers due"), required=False)
    live = forms.BooleanField(label=_("A live hour: each answer is released on its own"), required=False)
    hold = forms.BooleanField(label=_("Hold each question for the editors first"), required=False)


class SelectForm(Form):
    questions = forms.TypedMultipleChoiceField(
        label=_("Questions to put to the guest"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["questions"].choices = choices  # type: ignore[attr-defined]


class AnswerForm(Form):
    text = _area(_("Answer"), ANSWER_LONGEST, 8)
    attribution = forms.ChoiceField(label=_("Terms of this answer"), choices=Attribution.choices)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class PublishForm(Form):
    embargo_until = _moment(_("Embargo until"), required=False)


class CorrectForm(Form):
    answer = forms.IntegerField(label=_("Number of the answer"), min_value=1)
    text = _area(_("It now reads"), ANSWER_LONGEST, 6)
    note = _area(_("What was wrong, in public"), REASON_LONGEST)


class TakedownForm(Form):
    ground = forms.ChoiceField(label=_("For"), choices=TakedownVote.Ground.choices)
    reason = _area(_("Reason, in public"), REASON_LONGEST)


class PlainForm(Form):
    """A button and nothing else."""
