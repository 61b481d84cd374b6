"""What a member says of a webhook."""

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.http.pages import Form
from forum.webhooks.models import NAME_LONGEST, URL_LONGEST, Kind


class WebhookForm(Form):
    name = forms.CharField(label=_("What for"), max_length=NAME_LONGEST)
    url = forms.CharField(
        label=_("Address"), max_length=URL_LONGEST, widget=forms.URLInput,
        help_text=_("https://, with a public name, port 443 or 8443."),
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(label=_("Tell it when"), choices=Kind, widget=forms.CheckboxSelectMultiple)
    on = forms.BooleanField(label=_("It is on"), required=False, initial=True)
