"""What members and staff type in verification."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.verification import uploads
from accounts.verification.models import NAME_LONGEST, SCOPE_LONGEST, Position
from accounts.verification.services.asking import STATEMENT_LONGEST, WORDS_LONGEST
from accounts.verification.services.deciding import REASON_LONGEST
from forum.http.pages import Form


class RequestForm(Form):
    position = forms.ChoiceField(label=_("Who you are"), choices=Position.choices)
    scope = forms.CharField(
        label=_("Of what"), required=False, max_length=SCOPE_LONGEST,
        help_text=_("What your word is good for: ion-adsorption clays, Kachin, the Halleck Creek project. Everybody sees it."),
    )  # fmt: skip
    party_slug = forms.SlugField(
        label=_("Organisation in the catalogue"), required=False, max_length=80,
        help_text=_("Its short name, as in its address here. Leave it empty if it has no page."),
    )  # fmt: skip
    party_name = forms.CharField(
        label=_("Organisation"), required=False, max_length=NAME_LONGEST, help_text=_("Its name, as it should be read.")
    )
    party_shown = forms.BooleanField(label=_("Show the organisation on my badge"), required=False)
    statement = forms.CharField(
        label=_("What the staff should know"), required=False, max_length=STATEMENT_LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}), help_text=_("Only those of the staff who work on your request read this."),
    )  # fmt: skip


class EvidenceForm(Form):
    document = forms.FileField(
        label=_("A document"),
        help_text=_(
            "PDF, JPEG or PNG, up to 8 MB. Cover what is not needed. Pictures lose their metadata; PDFs keep theirs."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(uploads.TYPES)}),
    )


class WorkMailForm(Form):
    address = forms.EmailField(
        label=_("Your address at work"), max_length=254, help_text=_("We mail it a code, and do not keep it.")
    )


class CodeForm(Form):
    code = forms.CharField(
        label=_("The mailed code"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "one-time-code"})
    )


class VoucherForm(Form):
    handle = forms.CharField(
        label=_("A verified member who knows you"), max_length=40, help_text=_("Two are needed. They see your request.")
    )


class VouchForm(Form):
    words = forms.CharField(
        label=_("How you know them"), required=False, max_length=WORDS_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("The staff reads this; needed if you vouch."),
    )  # fmt: skip
    given = forms.ChoiceField(
        label=_("Your word"), widget=forms.RadioSelect,
        choices=(("1", _("I vouch that they are who they say")), ("0", _("I would rather not say"))),
    )  # fmt: skip


class VoteForm(Form):
    accept = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect,
        choices=(("1", _("Accept")), ("0", _("Refuse")), ("more", _("Ask for more"))),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=REASON_LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Of a refusal, and of asking for more, the member reads it; of an acceptance only the staff."),
    )  # fmt: skip
    no_interest = forms.BooleanField(
        label=_("I have no interest of my own in this: no share, no pay, no family, no quarrel"), required=False
    )


class RevokeForm(Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=REASON_LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The member reads it."),
    )  # fmt: skip


class InterestForm(Form):
    party_slug = forms.SlugField(label=_("Party"), max_length=80, help_text=_("Its short name."))


class DomainsForm(Form):
    party_slug = forms.SlugField(label=_("Party"), max_length=80, help_text=_("Its short name."))
    domains = forms.CharField(
        label=_("Mail domains of its people"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("One a line. Empty removes them."),
    )  # fmt: skip
