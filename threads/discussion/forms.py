"""What people type on the pages of boards and threads."""

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.http.pages import Form, KeyedForm
from forum.kernel.errors import Words
from threads.discussion.services import POST_LONGEST, TITLE_LONGEST


def _text(label: Words, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=POST_LONGEST, widget=forms.Textarea(attrs={"rows": rows, "data-grow": ""}),
        help_text=_("Markdown works here: lists, quotes, links, tables, code."),
    )  # fmt: skip


class ReplyForm(KeyedForm):
    text = _text(_("Your reply"), 6)


class ThreadForm(KeyedForm):
    title = forms.CharField(label=_("Title"), max_length=TITLE_LONGEST)
    text = _text(_("First post"), 12)


class EditForm(Form):
    text = _text(_("Text"), 12)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
