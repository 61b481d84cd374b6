"""What people type to report, and moderators beside an item."""

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.http.pages import Form, KeyedForm
from moderation.queue.models import NOTE_LONGEST
from moderation.rules.reasons import CHOICES


class ReportForm(KeyedForm):
    reason = forms.ChoiceField(label=_("What is wrong with it?"), choices=CHOICES, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Anything moderators should know"), required=False, max_length=NOTE_LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "data-grow": ""}),
    )  # fmt: skip


class NoteForm(Form):
    text = forms.CharField(label=_("Note"), max_length=NOTE_LONGEST, widget=forms.Textarea(attrs={"rows": 2}))
