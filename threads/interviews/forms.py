"""What people type on the pages of interviews."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.http.pages import Form, KeyedForm
from threads.interviews.models.answers import ANSWER_LONGEST, Attribution
from threads.interviews.models.case import (
    NAME_LONGEST,
    REASON_LONGEST,
    TITLE_LONGEST,
    InterviewContact,
    InterviewGuestCheck,
)
from threads.interviews.models.questions import QUESTION_LONGEST
from threads.interviews.models.transcripts import TakedownVote
from threads.interviews.services import publishing
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


class FollowUpForm(Form):
    text = _area(_("Follow-up"), QUESTION_LONGEST, 3, help_text=_("For the guest; others read it with its answer."))


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


class CheckForm(Form):
    method = forms.ChoiceField(label=_("How you made sure"), choices=InterviewGuestCheck.Method.choices)


class EditorForm(Form):
    handle = forms.CharField(label=_("Handle of another editor"), max_length=40)


class RecordingForm(Form):
    url = forms.URLField(label=_("Address of the recording"), max_length=500, assume_scheme="https")
    media_type = forms.ChoiceField(label=_("Kind"), choices=[(one, one) for one in publishing.MEDIA_TYPES])
    length = forms.CharField(label=_("Length"), max_length=8, help_text=_("As 1:02:03 or 42:10."))
    size = forms.IntegerField(label=_("Size in bytes"), min_value=1, max_value=publishing.LARGEST)
    chapters = _area(
        _("Chapters"),
        12_000,
        5,
        required=False,
        help_text=_("One a line: where it begins, then its title, as 4:30 The pools."),
    )

    def clean_length(self) -> int:
        return _seconds(self.cleaned_data["length"])

    def clean_chapters(self) -> list[tuple[int, str]]:
        lines = [line.strip().partition(" ") for line in self.cleaned_data["chapters"].splitlines() if line.strip()]
        if any(not title.strip() for _at, _blank, title in lines):
            raise forms.ValidationError(_("Each chapter has a title behind its time."), code="chapter_without_title")
        return [(_seconds(at), title.strip()) for at, _blank, title in lines]


_CLOCK = re.compile(r"(?:(\d{1,2}):)?([0-5]?\d):([0-5]\d)", re.ASCII)


def _seconds(value: str) -> int:
    found = _CLOCK.fullmatch(value.strip())
    if found is None:
        raise forms.ValidationError(_("Write times as 1:02:03 or 42:10."), code="bad_time")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


class PlainForm(Form):
    """A button and nothing else."""
