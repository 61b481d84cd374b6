"""What people send with a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.http.pages import KeyedForm
from threads.discussion.attachments.models import ALT_LONGEST


class FileForm(KeyedForm):
    file: Any = forms.FileField(
        label=_("File"), help_text=_("A picture, PDF, CSV, GeoJSON or XLSX of up to 10 MB."), max_length=255,
    )  # fmt: skip
    alt = forms.CharField(
        label=_("What it shows"), max_length=ALT_LONGEST, required=False,
        help_text=_("For a picture: what somebody should know who cannot see it."),
    )  # fmt: skip
