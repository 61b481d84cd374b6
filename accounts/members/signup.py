"""The form that members join with."""

from typing import Any

from allauth.account.forms import SignupForm as AllauthSignupForm
from django.utils.translation import gettext_lazy as _


class SignupForm(AllauthSignupForm):
    """allauth's form in our words. Whoever leaves the password empty signs in by mailed codes."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["username"].label = _("Handle")
        self.fields["username"].help_text = _("3 to 40 letters A to Z, digits, single hyphens or underscores.")
        if "password1" in self.fields:
            self.fields["password1"].label = _("Password")
            self.fields["password1"].help_text = _(
                "At least 12 characters. Leave it empty to sign in by a code that we mail you each time."
            )
