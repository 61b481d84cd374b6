"""What members type about their own data."""

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.http.pages import Form


class ErasureForm(Form):
    handle = forms.CharField(label=_("Your handle, to say that you mean it"), max_length=40)
    when = forms.ChoiceField(
        label=_("When"), widget=forms.RadioSelect, initial="later",
        choices=(("later", _("In seven days; until then I can change my mind")), ("now", _("At once; nothing brings it back"))),
    )  # fmt: skip
