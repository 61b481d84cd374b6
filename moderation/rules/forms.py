"""A rule as it is written on its page: one condition a line."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.http.pages import Form
from moderation.rules.conditions import EFFECT_LABELS, FORMS
from moderation.rules.models import NAME_LONGEST
from moderation.rules.reasons import CHOICES
from moderation.rules.services import Wanted


class RuleForm(Form):
    why = forms.CharField(label=_("What it is for"), max_length=300)
    conditions = forms.CharField(
        label=_("Conditions"), max_length=8000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One a line; all must hold. words: buy now, double your money · domains: example.org · links: 3 · "
                    "age: 7 · posts: 3 · "
                    "role: member · interests: unstated, holds · language: en · likeness: 0.7 · rate: 10 · board: lounge"),
    )  # fmt: skip
    effect = forms.ChoiceField(label=_("Effect"), choices=list(EFFECT_LABELS.items()))
    score = forms.FloatField(label=_("Score, 0 to 1"), min_value=0, max_value=1, initial=0.5)
    label = forms.CharField(label=_("Label"), max_length=40, required=False)
    reason = forms.ChoiceField(label=_("The forum's rule that it looks after"), choices=CHOICES, initial="other")

    def wanted(self) -> Wanted:
        cleaned = self.cleaned_data
        lines = [line for line in cleaned["conditions"].splitlines() if line.strip()]
        return Wanted(
            [_condition(line) for line in lines],
            cleaned["effect"],
            cleaned["why"],
            cleaned["score"],
            cleaned["label"],
            cleaned["reason"],
        )


class NewRuleForm(RuleForm):
    name = forms.CharField(label=_("Name"), max_length=NAME_LONGEST)
    field_order = ("name",)


def _condition(line: str) -> dict[str, Any]:
    """One line as a condition; what makes no sense is refused by `conditions.checked`."""
    code, _colon, rest = (part.strip() for part in line.partition(":"))
    form = FORMS.get(code)
    if form is None or form.value == "words":
        return {"is": code, "any": [word.strip() for word in rest.split(",") if word.strip()]}
    try:
        return {"is": code, form.parameter: float(rest)}
    except ValueError:
        return {"is": code, form.parameter: rest}


def written(conditions: Any) -> str:
    """Stored conditions as lines again."""
    lines = []
    for one in conditions:
        value = one[FORMS[one["is"]].parameter]
        lines.append(f"{one['is']}: {', '.join(value) if isinstance(value, list) else f'{value:g}'}")
    return "\n".join(lines)
