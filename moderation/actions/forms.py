"""What moderators choose, and members write back."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.http.pages import Form, KeyedForm
from forum.kernel.errors import Words
from moderation.actions import kinds
from moderation.actions.models import FACTS_LONGEST, State
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


class ActForm(KeyedForm):
    """The same for something that no item is about: what may be done, and where a thread may go, is handed in."""

    kind = forms.ChoiceField(label=_("Action"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(label=_("Rule"), choices=CHOICES, initial="other")
    facts = forms.CharField(
        label=_("What the member is told it rests on"), required=False, max_length=FACTS_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "data-grow": ""}),
    )  # fmt: skip
    term = forms.ChoiceField(label=_("For how long"), choices=kinds.TERM_CHOICES, initial="7d", required=False)
    on_board = forms.BooleanField(label=_("Silence on this board alone"), required=False)
    board = forms.ChoiceField(label=_("Move to"), required=False)
    seen = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, permitted: Sequence[kinds.ActionKind], boards: Sequence[tuple[str, str]], seen: int, **options: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, initial={"seen": seen}, **options)
        self.fields["kind"].choices = [(kind.code, kind.label) for kind in permitted]  # type: ignore[attr-defined]
        self.fields["board"].choices = [("", _("Nowhere")), *boards]  # type: ignore[attr-defined]
        if not boards:
            self.fields["board"].widget = forms.HiddenInput()


class WhichForm(Form):
    """Which actions to show."""

    ALL: tuple[str, Words] = ("", _("All"))
    member = forms.CharField(label=_("Member"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("Action"), choices=[ALL, *kinds.CHOICES], required=False)
    state = forms.ChoiceField(label=_("State"), choices=[ALL, *State.choices], required=False)


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
