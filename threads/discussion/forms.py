"""What people type on the pages of boards and threads."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.http.pages import Form, KeyedForm
from forum.kernel.errors import Words
from threads.disclosures.forms import details_field, interest_field, said_of
from threads.disclosures.services import Said
from threads.discussion.services import POST_LONGEST, TITLE_LONGEST


def _text(label: Words, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=POST_LONGEST, widget=forms.Textarea(attrs={"rows": rows, "data-grow": ""}),
        help_text=_("Markdown works here: lists, quotes, links, tables, code."),
    )  # fmt: skip


class AskingForm(KeyedForm):
    """A form that also asks for the author's interest, where a deposit is concerned and nothing was stated yet."""

    def __init__(self, *args: Any, asks: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if asks:
            self.fields["interest"] = interest_field()
            self.fields["details"] = details_field()

    @property
    def said(self) -> Said | None:
        """The interest that was stated here, None where nothing was asked."""
        if "interest" not in self.cleaned_data:
            return None
        return Said(*said_of(self.cleaned_data))


class ReplyForm(AskingForm):
    text = _text(_("Your reply"), 6)


class ThreadForm(KeyedForm):
    title = forms.CharField(label=_("Title"), max_length=TITLE_LONGEST)
    text = _text(_("First post"), 12)


class DepositThreadForm(AskingForm):
    """A thread about deposits. `deposits` names further ones, as their addresses do."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LONGEST)
    text = _text(_("First post"), 12)
    board = forms.ChoiceField(label=_("Board"))
    deposits = forms.CharField(
        label=_("Other deposits it is about"), required=False, max_length=400,
        help_text=_("The names in their addresses, with commas between: mount-weld, lofdal."),
    )  # fmt: skip

    def __init__(self, *args: Any, boards: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        board = self.fields["board"]
        assert isinstance(board, forms.ChoiceField)
        board.choices = boards


class EditForm(Form):
    text = _text(_("Text"), 12)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
