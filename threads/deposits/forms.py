"""What people type when they edit the catalogue: the columns of a table, a reason and a source."""

from collections.abc import Callable, Iterable
from itertools import combinations
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.members.models import Level
from accounts.parties.models import Kind
from forum.http.pages import KeyedForm
from forum.http.templatetags.statuses import STATUSES
from forum.kernel.errors import AssayError, FieldError, Words
from threads.deposits import rows, words
from threads.deposits.arithmetic import ELEMENTS, METRIC_MT, OXIDE_NAMES
from threads.deposits.countries import NAMES, country_name
from threads.deposits.geography import Precision
from threads.deposits.importing.parties import CREDIBILITIES, RELIABILITIES, ROLES
from threads.deposits.models import Target
from threads.deposits.reporting import Category, Flag, Status

LABELS: dict[str, Words] = {
    "name": _("Name"),
    "aliases": _("Other names"),
    "country_iso2": _("Country"),
    "region": _("Region"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "precision": _("What the position points at"),
    "coarse": _("Show the position coarse"),
    "deposit_type": _("Deposit type"),
    "stage": _("Stage"),
    "resource_tonnes_mt": _("Headline tonnes, Mt"),
    "treo_grade_pct": _("Grade, % TREO"),
    "treo_contained_kt": _("Contained oxide as stated, kt"),
    "hreo_share_pct": _("Share of HREO, %"),
    "reporting_code": _("Reporting code and edition"),
    "effective_date": _("Effective date"),
    "source_title": _("Title of the source"),
    "source_url": _("Address of the source"),
    "notes": _("Notes"),
    "effective": _("Effective date"),
    "category": _("Category"),
    "tonnes": _("Tonnes"),
    "unit": _("Unit"),
    "remark": _("Remark"),
    "zone": _("Zone"),
    "stated_oxide_kt": _("Contained oxide as stated, kt"),
    "oxides": _("Which oxides the grade sums"),
    "cutoff": _("Cut-off"),
    "reserves": _("Are reserves included?"),
    "reported": _("Report date"),
    "attributable_pct": _("Attributable share, %"),
    "person": _("Competent or qualified person"),
    "employer": _("Their employer"),
    "independent": _("Independent of the company"),
    "consent": _("Consented to the publication"),
    "supersedes": _("Supersedes the statement"),
    "status": _("Badge, where not by rule"),
    "flags": _("Fault in the figures"),
    "fault": _("What is wrong"),
    "fault_url": _("Address that shows the fault"),
    "party": _("Party"),
    "role": _("Role"),
    "since": _("Since"),
    "until": _("Until"),
    "share_pct": _("Share, %"),
    "disputed": _("Disputed by another source"),
    "note": _("Note"),
    "year": _("Year"),
    "treo_t": _("TREO, t"),
    "dytb_t": _("Dy+Tb oxides, t"),
    "reliability": _("Reliability of the source"),
    "credibility": _("Credibility of the information"),
    "record_id": _("Name of the record"),
    "ore_mt": _("Ore, Mt"),
    "Sc_ppm": _("Sc, ppm"),
    **{f"{element}_ppm": format_lazy(_("{element}, ppm"), element=element) for element in ELEMENTS},
    "complete": _("Does the source report the whole series?"),
    "kind": _("Kind"),
    "about": _("About it"),
    "oxide": _("Oxide"),
    "purity": _("Purity"),
    "usd_per_kg": _("US$ per kg"),
}
HELP: dict[str, Words] = {
    "effective": _("2024, 2024-06 or 2024-06-30; empty where the source does not say."),
    "effective_date": _("2024, 2024-06 or 2024-06-30; empty where the source does not say."),
    "since": _("2024, 2024-10 or 2024-10-05."),
    "aliases": _("With semicolons between."),
    "tonnes": _("In the unit of the source. Leave empty what the source does not say: a missing figure is never zero."),
    "party": _("As in its address: /parties/lynas is lynas."),
    "oxides": _("TREO with yttrium, unless the source says otherwise."),
    "supersedes": _("The name of the earlier statement, as it stands in the data."),
    "latitude": _("Degrees north; south is negative."),
    "longitude": _("Degrees east; west is negative."),
    "record_id": _("Left empty, it is made of the deposit and the zone. Snapshots of the ranking name it."),
    "complete": _("Only a whole series gives shares, and so a place in the ranking."),
    "purity": _("As the source prints it; empty where it does not."),
    "about": _("One or two sentences that the source bears out."),
}
_NEEDED = {
    Target.DEPOSIT: {"name", "country_iso2", "source_title", "source_url"},
    Target.STATEMENT: {"category", "unit", "source_url"},
    Target.CONTROL: {"party", "role", "source_url"},
    Target.ELEMENTS: {"complete", "source_url"},
    Target.OUTPUT: {"year", "reliability", "credibility", "source_title", "source_url"},
    Target.PARTY: {"name", "kind", "source_url"},
    Target.PRICE: {"oxide", "year", "usd_per_kg", "source_title", "source_url"},
}
_LONG = frozenset({"notes", "remark", "fault", "about"})


def _options(values: Iterable[str], word: Callable[[str], str], none: Words = "") -> list[tuple[str, Words]]:
    """What a column may say, in the reader's words; `none` stands for nothing said."""
    said = lazy(word, str)
    return [("", none or _("not said")), *((value, said(value)) for value in values)]


def _status_word(status: str) -> str:
    return str(STATUSES[status.replace(" ", "-")].word)


def _figure_and(word: Callable[[str], str]) -> Callable[[str], str]:
    return lambda figure: f"{figure}: {word(figure)}"


_YES_NO: list[tuple[str, Words]] = [("", _("not said")), ("1", _("yes")), ("0", _("no"))]
_FLAGS = [flag.value for flag in Flag]
_CHOICES: dict[str, list[tuple[str, Words]]] = {
    "country_iso2": _options(sorted(NAMES, key=lambda code: NAMES[code]), country_name, "–"),
    "precision": _options(Precision, words.precision_words),
    "coarse": [("", _("by the country")), ("1", _("yes")), ("0", _("no"))],
    "category": _options(Category, words.category_word),
    "unit": _options(METRIC_MT, words.unit_word)[1:],
    "reserves": _options(("inclusive", "exclusive"), words.reserves_word),
    "independent": _YES_NO,
    "consent": _YES_NO,
    "disputed": _YES_NO,
    "status": _options(Status, _status_word, _("by rule")),
    "flags": _options([*_FLAGS, *map("; ".join, combinations(_FLAGS, 2))], words.flag_words, _("none")),
    "role": _options(ROLES, words.role_word),
    "reliability": _options(RELIABILITIES, _figure_and(words.reliability_words)),
    "credibility": _options(CREDIBILITIES, _figure_and(words.credibility_words)),
    "complete": [("1", _("yes")), ("0", _("no"))],
    "kind": [(kind.value, kind.label) for kind in Kind],
    "oxide": [(oxide, oxide) for oxide in OXIDE_NAMES.values()],
}  # fmt: skip


class RowForm(KeyedForm):
    """One row of the catalogue, column by column, with a reason and a source for the change."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, target: Target, **options: Any) -> None:
        super().__init__(*args, **options)
        self.columns = rows.columns_of(target)
        for name in self.columns:
            self.fields[name] = _field(name, needed=name in _NEEDED[target])
        self.fields["reason"] = forms.CharField(
            label=_("Reason for the change"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
        )
        self.fields["source"] = forms.CharField(
            label=_("Source of the change"), max_length=2000,
            help_text=_("The address where everybody can read it: https://..."),
        )  # fmt: skip

    @property
    def values(self) -> dict[str, str]:
        """The columns as typed."""
        return {name: str(self.cleaned_data.get(name, "")) for name in self.columns}

    def refuse(self, error: AssayError) -> None:
        """The service names a column as `columns.tonnes`; here it is the field `tonnes`."""
        named = [FieldError(e.field.removeprefix("columns."), e.code, e.detail) for e in error.errors]
        error.errors = tuple(named)
        super().refuse(error)


def _field(name: str, *, needed: bool) -> forms.Field:
    label, note = LABELS.get(name, name), HELP.get(name, "")
    if name in _CHOICES:
        return forms.ChoiceField(label=label, help_text=note, choices=_CHOICES[name], required=needed)
    widget = forms.Textarea(attrs={"rows": 3}) if name in _LONG else forms.TextInput()
    return forms.CharField(label=label, help_text=note, required=needed, widget=widget, max_length=rows.longest(name))


class UndoForm(KeyedForm):
    reason = forms.CharField(label=_("Why it is taken back"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class StartLevelForm(KeyedForm):
    level = forms.TypedChoiceField(
        label=_("Who may start threads on this deposit"), coerce=int, widget=forms.RadioSelect,
        choices=[(level.value, level.label) for level in Level if level > Level.PUBLIC],
        help_text=_("The board that a thread stands in has a rule of its own: both must be met."),
    )  # fmt: skip


class AnswerForm(KeyedForm):
    answer = forms.CharField(
        label=_("Your answer"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The proposer and everybody else can read it. Needed to decline."),
    )  # fmt: skip
