"""What moderators choose, and members write back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.http.pages import Form, KeyedForm
from moderation.actions import kinds
from moderation.actions.models import FACTS_LONGEST
from moderation.rules.reasons import CHOICES


class DecisionForm(KeyedForm):
    kind = forms.ChoiceField(choices=kinds.CHOICES)
    reason = forms.ChoiceField(choices=CHOICES, initial="other")
    facts = forms.CharField(required=False, max_length=FACTS_LONGEST, widget=forms.Textarea)
    term = forms.ChoiceField(choices=kinds.TERM_CHOICES, required=False)
    on_board = forms.BooleanField(required=False)
    board = forms.SlugField(required=False)
    seen = forms.IntegerField(min_value=0, required=False)
    version = forms.IntegerField(min_value=1)


class AppealForm(KeyedForm):
    text = forms.CharField(
        label=_("Why should it be looked at again?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8, "data-grow": ""}),
    )


class AnswerForm(Form):
    text = forms.CharField(
        label=_("Your words"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4, "data-grow": ""})
    )
