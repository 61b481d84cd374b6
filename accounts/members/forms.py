"""What members type about themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.members.services import BIO_LONGEST
from forum.http.pages import Form


class ProfileForm(Form):
    bio = forms.CharField(
        label=_("About you"), required=False, max_length=BIO_LONGEST, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("A few lines in Markdown. Everybody can read them."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
