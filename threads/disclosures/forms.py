"""What people type when they state an interest."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.http.pages import KeyedForm
from threads.disclosures.models import DETAILS_LONGEST, Interest

CHOICES = [
    ("", _("Choose one")),
    (Interest.NONE, _("I have no interest in it")),
    (Interest.HOLDS, _("I hold securities")),
    (Interest.EMPLOYED, _("I am employed")),
    (Interest.PAID, _("I am paid by a party")),
    (Interest.LOBBIES, _("I lobby for a party")),
    (Interest.FAMILY, _("A family member is tied to it")),
]


def interest_field(*, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Your interest"), choices=CHOICES, required=required,
        help_text=_("Asked once for each deposit. It stands beside your name, dated, and everybody can read it."),
    )  # fmt: skip


def details_field() -> forms.CharField:
    return forms.CharField(
        label=_("What exactly"), max_length=DETAILS_LONGEST, required=False,
        help_text=_("Which securities, which employer, who pays and for what. Needed unless you have no interest."),
    )  # fmt: skip


class DisclosureForm(KeyedForm):
    """An interest in one deposit or party, which the address names or the member chooses."""

    interest = interest_field()
    details = details_field()
    deposit = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)
    party = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)


class PublisherForm(DisclosureForm):
    """The same for an administrator, who may state it for the publisher."""

    for_publisher = forms.BooleanField(label=_("State this for the publisher"), required=False)


def said_of(data: dict[str, Any]) -> tuple[Interest, str]:
    """What cleaned data says."""
    return Interest(data["interest"]), data["details"]
