"""What people set about mail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.http.pages import Form


class MailForm(Form):
    mail = forms.BooleanField(
        label=_("Mail me"), required=False,
        help_text=_("When somebody mentions or quotes you, or replies in a thread you started, and you have not read it here."),
    )  # fmt: skip
    discreet = forms.BooleanField(
        label=_("Name nobody in mail"), required=False,
        help_text=_("The mail then says that something waits: no handle, no title."),
    )  # fmt: skip
