"""What members type about themselves."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from accounts.members import scopes
from accounts.members.models import Invitation, Reach
from accounts.members.services import BIO_LONGEST
from accounts.members.services.ways_back import WORDS_LONGEST
from forum.http.pages import Form

LIFETIMES = (("7", _("A week")), ("30", _("A month")), ("90", _("Three months")), ("366", _("A year")))
SCOPE_WORDS = {
    "me": _("Yourself"), "members": _("Members"), "threads": _("Threads"), "deposits": _("Deposits"),
    "interviews": _("Interviews"), "claims": _("Claims"), "moderation": _("Moderation"), "webhooks": _("Webhooks"),
}  # fmt: skip
VERB_WORDS = {"read": _("read"), "write": _("write")}


class ProfileForm(Form):
    bio = forms.CharField(
        label=_("About you"), required=False, max_length=BIO_LONGEST, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("A few lines in Markdown. Everybody can read them."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class PictureForm(Form):
    picture = forms.FileField(
        label=_("Your picture"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("Up to 4 MB. It is made anew as a small square: nothing that a camera wrote into it is kept."),
    )  # fmt: skip


class ReachForm(Form):
    reach = forms.ChoiceField(
        label=_("Who may mention you or write to you"), choices=Reach.choices, widget=forms.RadioSelect,
        help_text=_("Staff can always reach you."),
    )  # fmt: skip


class TokenForm(Form):
    name = forms.CharField(
        label=_("What it is for"), max_length=80, help_text=_("So that you know later which one to end.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), widget=forms.CheckboxSelectMultiple,
        choices=[(scope, scope) for scope in scopes.SCOPES],
    )  # fmt: skip
    days = forms.ChoiceField(label=_("How long it lives"), choices=LIFETIMES, initial="90")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["scopes"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(scope, _words_of(scope)) for scope in scopes.SCOPES]


class InvitationForm(Form):
    purpose = forms.ChoiceField(label=_("What for"), choices=Invitation.Purpose.choices)
    target = forms.CharField(
        label=_("Which one"), required=False, max_length=80,
        help_text=_("The number of the interview, or the board's short name. Empty to join the forum."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("For whom"), required=False, max_length=120, help_text=_("A note for yourself. Nobody else sees it.")
    )


class TieForm(Form):
    handle = forms.CharField(label=_("Handle"), max_length=40)
    kind = forms.ChoiceField(
        label=_("What to do"), widget=forms.RadioSelect, initial="ignore",
        choices=(("ignore", _("Ignore: I do not see what they write")),
                 ("block", _("Block: they cannot mention me or write to me, and I do not see them"))),
    )  # fmt: skip


class ProtectedJoinForm(Form):
    handle = forms.CharField(
        label=_("Handle"), min_length=3, max_length=40,
        help_text=_("Not one you use elsewhere. Nothing in it should point to you."),
    )  # fmt: skip


class WayBackForm(Form):
    handle = forms.CharField(label=_("Your handle"), max_length=40)
    words = forms.CharField(
        label=_("How can the staff know that it is you?"), max_length=WORDS_LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What only you can know of the account, or who of the staff knows you. No passwords."),
    )  # fmt: skip


class WayBackOpenForm(Form):
    secret = forms.CharField(label=_("The code you kept"), max_length=120)
    password = forms.CharField(
        label=_("New password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters."),
    )  # fmt: skip

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password)
        return password


class EndSessionsForm(Form):
    handle = forms.CharField(label=_("Handle"), max_length=40)


class DecisionForm(Form):
    reason = forms.CharField(label=_("Reason"), max_length=WORDS_LONGEST, widget=forms.Textarea(attrs={"rows": 4}))
    grant = forms.ChoiceField(
        label=_("Decision"), choices=(("1", _("Let them in, after the delay")), ("0", _("Refuse"))),
        widget=forms.RadioSelect,
    )  # fmt: skip


def _words_of(scope: str) -> str:
    group, _colon, verb = scope.partition(":")
    return f"{SCOPE_WORDS[group]}: {VERB_WORDS[verb]}"
