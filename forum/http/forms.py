"""Forms of pages: every text cleaned as the API cleans it, and a service's refusal shown where it belongs."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forum.kernel.errors import AssayError
from forum.kernel.text.cleaning import clean

KEY = re.compile(r"\A[\x21-\x7e]{1,255}\Z")
LONGEST = 10_000
# Refusals that one can put right in the form; the rest (not found, not signed in, away) are pages of their own.
FORM_STATUSES = frozenset({400, 403, 409, 412, 413, 422, 429})


class Form(forms.Form):
    """The base of all page forms. `status` is the HTTP status to show it under."""

    status = 200

    def clean(self) -> dict[str, Any]:
        """Pass every text through `kernel.text.clean`, passwords apart; a text area keeps its lines."""
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if isinstance(value, str) and value and isinstance(field, forms.CharField):
                self._clean_text(name, field, value)
        return self.cleaned_data

    def _clean_text(self, name: str, field: forms.CharField, value: str) -> None:
        if isinstance(field.widget, forms.PasswordInput):
            return
        try:
            text = clean(value, max_length=field.max_length or LONGEST, lines=isinstance(field.widget, forms.Textarea))
        except AssayError as error:
            self.add_error(name, ValidationError(str(error.detail), code=error.code))
            return
        if field.required and not text:
            self.add_error(name, ValidationError(field.error_messages["required"], code="required"))
            return
        self.cleaned_data[name] = text

    def is_valid(self) -> bool:
        """As Django has it; a form that is not valid is shown again under 400."""
        valid = super().is_valid()
        if self.is_bound and not valid:
            self.status = 400
        return valid

    def refuse(self, error: AssayError) -> None:
        """Show `error` in this form: at the fields it names, else on top."""
        self.status = error.status
        for one in error.errors:
            name = one.field if one.field in self.fields else None
            self.add_error(name, ValidationError(str(one.detail), code=one.code))
        if not error.errors:
            self.add_error(None, ValidationError(str(error.detail), code=error.code))

    @contextmanager
    def taking(self) -> Iterator[None]:
        """Turn the refusals of a service into errors of this form; the view goes on after the block and shows it again."""
        try:
            yield
        except AssayError as error:
            if error.status not in FORM_STATUSES:
                raise
            self.refuse(error)


class KeyedForm(Form):
    """A form that is sent once: its hidden key makes a second press, or a second try on a bad line, the same request."""

    form_key = forms.RegexField(KEY, required=False, max_length=255, widget=forms.HiddenInput, label=_("Form key"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["form_key"].initial = form_key


def form_key() -> str:
    """A fresh idempotency key for one showing of a form: 128 random bits."""
    return secrets.token_urlsafe(16)
