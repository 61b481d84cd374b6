"""What people type on the page of search."""

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.http.pages import Form
from forum.search.selectors import SORTS
from forum.search.services import NAME_LONGEST, QUERY_LONGEST


class SearchForm(Form):
    """Nothing at all is a search, too: for nothing."""

    q = forms.CharField(
        label=_("Search for"), max_length=QUERY_LONGEST, required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    sort = forms.ChoiceField(choices=[(name, name) for name in SORTS], required=False, widget=forms.HiddenInput)

    @property
    def typed(self) -> str:
        """What is looked for; empty when it cannot be."""
        return str(self.cleaned_data.get("q") or "")

    @property
    def order(self) -> str:
        return str(self.cleaned_data.get("sort") or SORTS[0])


class SaveForm(Form):
    q = forms.CharField(max_length=QUERY_LONGEST, widget=forms.HiddenInput, label=_("Search for"))
    name = forms.CharField(max_length=NAME_LONGEST, label=_("Name"))
