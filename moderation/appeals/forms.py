"""What moderators answer to an appeal."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.http.pages import Form
from moderation.actions.kinds import TERM_CHOICES, TERMS
from moderation.actions.services import Choice
from moderation.appeals.models import TEXT_LONGEST

INSTEAD = [("warn", _("A warning")), ("silence", _("A silence")), ("suspend", _("A suspension"))]


class SpanForm(Form):
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class DecideForm(Form):
    outcome = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect,
        choices=[("upheld", _("It stands")), ("overturned", _("Take it back")), ("changed", _("Change it to something milder"))],
    )  # fmt: skip
    instead = forms.ChoiceField(label=_("Changed to"), choices=INSTEAD, required=False)
    term = forms.ChoiceField(label=_("For"), choices=TERM_CHOICES, required=False)
    answer = forms.CharField(
        label=_("What the member is told"),
        max_length=TEXT_LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "data-grow": ""}),
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def milder(self) -> Choice | None:
        """What it is changed to, where it is."""
        if self.cleaned_data["outcome"] != "changed":
            return None
        kind = self.cleaned_data["instead"] or "warn"
        term: timedelta | None = None if kind == "warn" else TERMS[self.cleaned_data["term"]]
        return Choice(kind=kind, facts=self.cleaned_data["answer"], term=term)
