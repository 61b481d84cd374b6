"""The catalogue's codes in the reader's words."""

from datetime import date
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from threads.deposits.dates import parse


def months() -> tuple[str, ...]:
    return (_("January"), _("February"), _("March"), _("April"), pgettext("month", "May"), _("June"), _("July"),
            _("August"), _("September"), _("October"), _("November"), _("December"))  # fmt: skip


def date_words(text: str) -> str:
    """ "2024-06" -> "June 2024"; a missing date is said to be missing."""
    found = parse(text, today=date.max)
    return _("undated") if found is None else found.display(months())


def category_word(category: str) -> str:
    words = {
        "measured": _("measured"),
        "measured+indicated": _("measured + indicated"),
        "indicated": _("indicated"),
        "indicated+inferred": _("indicated + inferred"),
        "inferred": _("inferred"),
        "total": _("total"),
        "reserve": _("reserve"),
        "proved": _("proved reserve"),
        "probable": _("probable reserve"),
        "exploration target": _("exploration target"),
        "state class": _("state class"),
    }
    return words.get(category, category)


def precision_words(precision: str) -> str:
    words = {
        "pit": _("the pit"),
        "deposit": _("the deposit"),
        "town": _("the nearest town, not the deposit"),
        "centroid": _("the middle of a larger area"),
    }
    return words.get(precision, _("precision not known"))


def role_word(role: str) -> str:
    return {"operator": _("Operator"), "controlling": _("Controlling party")}.get(role, role)


def needs_words(missing: tuple[str, ...]) -> list[str]:
    """What a deposit lacks for a rank."""
    words = {
        "statement": _("no resource statement in force"),
        "tonnes": _("no tonnage"),
        "grade": _("no grade"),
        "composition": _("no complete composition"),
        "nothing above zero": _("nothing above zero"),
    }
    return [words.get(one, one) for one in missing]


def unit_word(unit: str) -> str:
    words = {
        "Mt": _("million tonnes"),
        "kt": _("thousand tonnes"),
        "t": _("tonnes"),
        "Mst": _("million short tons"),
        "kst": _("thousand short tons"),
        "st": _("short tons"),
    }
    return words.get(unit, unit)


def flag_words(flags: str) -> str:
    """Faults of a statement, "; " between them as in its row."""
    words = {
        "misprint": _("misprint"),
        "disputed arithmetic": _("disputed arithmetic"),
        "exploration target": _("exploration target"),
        "non-compliant": _("non-compliant"),
    }
    return " + ".join(words.get(flag, flag) for flag in flags.split("; "))


def reserves_word(reserves: str) -> str:
    return {"inclusive": _("included"), "exclusive": _("not included")}.get(reserves, reserves)


def reliability_words(letter: str) -> str:
    sources = {
        "A": _("source completely reliable"),
        "B": _("source usually reliable"),
        "C": _("source fairly reliable"),
        "D": _("source not usually reliable"),
        "E": _("source unreliable"),
        "F": _("reliability of the source cannot be judged"),
    }
    return sources.get(letter, letter)


def credibility_words(figure: str) -> str:
    facts = {
        "1": _("confirmed by others"),
        "2": _("probably true"),
        "3": _("possibly true"),
        "4": _("doubtful"),
        "5": _("improbable"),
        "6": _("truth cannot be judged"),
    }
    return facts.get(figure, figure)


def admiralty_words(grade: str) -> str:
    """ "B2" in words."""
    return f"{reliability_words(grade[:1])}; {credibility_words(grade[1:])}"


def plain_number(value: Decimal | float | None) -> str:
    """A figure as the source prints it, with grouping, without idle zeros; a dash where missing."""
    if value is None:
        return "–"
    text = format(value, "f") if isinstance(value, Decimal) else f"{value:.6g}"
    if "e" in text:
        text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    whole, _point, part = text.partition(".")
    grouped = number_format(int(whole), use_l10n=True, force_grouping=True)
    return f"{grouped}.{part}" if part else grouped
