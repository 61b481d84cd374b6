"""What people type on the pages of boards and threads."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forum.http.pages import Form, KeyedForm
from forum.kernel.errors import AssayError, Words
from threads.disclosures.forms import details_field, interest_field, said_of
from threads.disclosures.policies import DisclosureNeeded
from threads.disclosures.services import Said
from threads.discussion.services import POST_LONGEST, TITLE_LONGEST
from threads.discussion.services.states import SUMMARY_LONGEST

COLOURS = (
    ("malachite", _("Malachite")), ("azurite", _("Azurite")), ("ochre", _("Ochre")), ("cinnabar", _("Cinnabar")),
    ("graphite", _("Graphite")),
)  # fmt: skip
LEVELS = ((0, _("Everybody")), (1, _("Members")), (2, _("Verified members")), (3, _("Staff")))
WATCHES = ((0, _("Muted")), (1, _("Normal")), (2, _("Tracking")), (3, _("Watching")))


def _text(label: Words, rows: int, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=POST_LONGEST, required=required, widget=forms.Textarea(attrs={"rows": rows, "data-grow": ""}),
        help_text=_("Markdown works here: lists, quotes, links, tables, code."),
    )  # fmt: skip


def _moment(label: Words, note: Words) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=False, widget=widget, help_text=note)


class AskingForm(KeyedForm):
    """A form that also asks for the author's interest, where a deposit is concerned and nothing was stated yet.

    A rule may ask for it once the text is there: then the form comes back with the question in it, and takes the answer.
    """

    def __init__(self, *args: Any, asks: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if asks or "interest" in self.data:
            self._ask()

    def _ask(self) -> None:
        self.fields["interest"] = interest_field()
        self.fields["details"] = details_field()

    def refuse(self, error: AssayError) -> None:
        if not isinstance(error, DisclosureNeeded):
            super().refuse(error)
            return
        self._ask()
        self.status = error.status
        self.add_error("interest", ValidationError(str(error.detail), code=error.code))

    @property
    def said(self) -> Said | None:
        """The interest that was stated here, None where nothing was asked."""
        if "interest" not in self.cleaned_data:
            return None
        return Said(*said_of(self.cleaned_data))


class DraftedForm(AskingForm):
    """A form whose text is kept on the server while it is written. `draft_sequence` is the one last seen."""

    draft_sequence = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, initial=0)
    publish_at = _moment(_("Publish at"), _("In UTC. Leave it empty to publish now."))


class ReplyForm(DraftedForm):
    text = _text(_("Your reply"), 6)
    reply_to = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    whisper = forms.BooleanField(
        label=_("Whisper"), required=False, help_text=_("Only those who keep order on this board will see it.")
    )


class ThreadForm(DraftedForm):
    title = forms.CharField(label=_("Title"), max_length=TITLE_LONGEST)
    text = _text(_("First post"), 12)
    tags = forms.CharField(
        label=_("Tags"), max_length=160, required=False, help_text=_("Up to five, with spaces between: drilling kachin")
    )
    field_order = ("title", "text", "tags", "publish_at")


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
    reason = forms.CharField(
        label=_("Reason"), max_length=200, required=False, help_text=_("For those who read the earlier text.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    draft_sequence = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, initial=0)


class ThreadEditForm(Form):
    title = forms.CharField(label=_("Title"), max_length=TITLE_LONGEST)
    tags = forms.CharField(
        label=_("Tags"), max_length=160, required=False, help_text=_("Up to five, with spaces between: drilling kachin")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class SummaryForm(Form):
    text = forms.CharField(
        label=_("Summary"), max_length=SUMMARY_LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What the thread has come to. Leave it empty to take it away."),
    )  # fmt: skip


class MoveForm(Form):
    board = forms.ChoiceField(label=_("To this board"), required=False)
    into = forms.IntegerField(
        label=_("Or into this thread"), required=False, min_value=1,
        help_text=_("Its number, as in /threads/5. All posts go behind those of the other thread."),
    )  # fmt: skip

    def __init__(self, *args: Any, boards: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["board"].choices = [("", "–"), *boards]  # type: ignore[attr-defined]


class SplitForm(Form):
    title = forms.CharField(label=_("Title of the new thread"), max_length=TITLE_LONGEST)
    posts = forms.CharField(
        label=_("Posts"), max_length=2000, help_text=_("Numbers and ranges: 12 14-18. One must stay behind.")
    )


class BookmarkForm(Form):
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    remind_at = _moment(_("Remind me at"), _("In UTC. Leave it empty to be told nothing."))


class BoardForm(Form):
    title = forms.CharField(label=_("Title"), max_length=80)
    slug = forms.SlugField(label=_("Address"), max_length=60, help_text=_("Small letters and hyphens: field-notes"))
    description = forms.CharField(label=_("Description"), max_length=300, required=False)
    colour = forms.ChoiceField(label=_("Colour"), choices=COLOURS)
    parent = forms.ChoiceField(label=_("Below"), required=False, help_text=_("Boards stand in two levels."))
    position = forms.IntegerField(label=_("Place in the order"), min_value=0, max_value=32_767, initial=0)
    read_level = forms.TypedChoiceField(label=_("Who reads"), choices=LEVELS, coerce=int)
    start_level = forms.TypedChoiceField(label=_("Who starts threads"), choices=LEVELS[1:], coerce=int)
    reply_level = forms.TypedChoiceField(label=_("Who replies"), choices=LEVELS[1:], coerce=int)
    slow_seconds = forms.IntegerField(
        label=_("Slow mode"), min_value=0, max_value=86_400, initial=0,
        help_text=_("Seconds between two posts of one member in one thread; 0 for none."),
    )  # fmt: skip
    archive_days = forms.IntegerField(
        label=_("Archive after"), min_value=0, max_value=3_650, initial=0,
        help_text=_("Days without a word; 0 for never."),
    )  # fmt: skip
    default_watch = forms.TypedChoiceField(
        label=_("Members hear of threads"), choices=WATCHES, coerce=int, initial=1,
        help_text=_("Those who have set nothing themselves."),
    )  # fmt: skip
    moderators = forms.CharField(
        label=_("Moderators"), max_length=2000, required=False, help_text=_("Handles, with spaces between.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    def __init__(self, *args: Any, parents: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["parent"].choices = [("", _("None: on the first level")), *parents]  # type: ignore[attr-defined]


class TemplateForm(Form):
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("As in: Resource update"))
    title = forms.CharField(label=_("Title to begin with"), max_length=200, required=False)
    body = _text(_("Text to fill in"), 10)
