"""What an address of the catalogue asks for: filters, order, and links to its neighbours."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from threads.deposits import selectors
from threads.deposits.countries import country_name
from threads.deposits.selectors import SORTS, Filters

LONGEST = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """Filters and order, from the query string. What is not known there narrows nothing."""

    filters: Filters
    sort: str

    def query(self, **changes: str) -> str:
        """The query string of this list with some parts changed; empty parts are left out."""
        parts = {
            "q": self.filters.words,
            "country": self.filters.country,
            "type": self.filters.kind,
            "party": self.filters.party,
            "note": self.filters.note,
            "sort": "" if self.sort == "name" else self.sort,
        } | changes
        kept = {name: value for name, value in parts.items() if value}
        return f"?{urlencode(kept)}" if kept else ""

    @property
    def narrowed(self) -> bool:
        return self.filters != Filters()


def asked(request: HttpRequest) -> Asked:
    """What `request` asks for."""
    given = {name: request.GET.get(name, "")[:LONGEST].strip().replace("\x00", "") for name in
             ("q", "country", "type", "party", "note", "sort")}  # fmt: skip
    filters = Filters(
        country=given["country"].upper()[:2],
        kind=given["type"],
        party=given["party"],
        note=given["note"] if given["note"] in note_words() else "",
        words=given["q"],
    )
    return Asked(filters, given["sort"] if given["sort"] in SORTS else "name")


def note_words() -> dict[str, str]:
    """Standing notes in words, by code."""
    return {
        "no-statement": _("No statement"),
        "in-conflict": _("Figures in conflict"),
        "unlicensed": _("Unlicensed"),
    }


def sort_words() -> dict[str, str]:
    return {
        "name": pgettext("sort", "Name"),
        "country": pgettext("sort", "Country"),
        "tonnes": pgettext("sort", "Tonnes"),
        "grade": pgettext("sort", "Grade"),
        "changed": pgettext("sort", "Last changed"),
    }


def choices(wanted: Asked) -> dict[str, Any]:
    """What the filter form offers: two queries."""
    countries = sorted(((code, country_name(code), n) for code, n in selectors.countries()), key=lambda c: c[1])
    return {
        "q": wanted.filters.words,
        "countries": [
            {"value": code, "label": f"{name} ({n})", "selected": code == wanted.filters.country}
            for code, name, n in countries
        ],
        "types": [
            {"value": name, "label": f"{name} ({n})", "selected": name == wanted.filters.kind}
            for name, n in selectors.deposit_types()
        ],
        "notes": [
            {"value": code, "label": label, "selected": code == wanted.filters.note}
            for code, label in note_words().items()
        ],
        "sorts": [
            {"value": code, "label": label, "selected": code == wanted.sort} for code, label in sort_words().items()
        ],
        "party": wanted.filters.party,
        "narrowed": wanted.narrowed,
    }
