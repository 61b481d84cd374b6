"""Reporting codes, categories and status badges, in the field's own terms.

A code is printed in many ways ("JORC", "JORC 2012", "JORC (ASX issuer)"). `read_code` finds the code behind the print
and keeps the print. Whether a code belongs to the CRIRSCO family is a column of the table below, never a guess:
national classes (Russian, Chinese, Vietnamese) are shown as printed and never converted.

Source of the family: CRIRSCO's website as quoted in 2019 by MINEX Europe
(https://2019.minexeurope.com/crirsco-jorc-ni43-101-sme-guide-and-naen-mineral-reporting-standards-compared/): JORC, CBRR,
CIM, Chile's National Committee, CCRR, PERC, KCMI, KAZRC, MPIGM, NAEN, SAMREC, UMREK and SME. Members who joined later are
not in the table until somebody has read a source for them. NI 43-101 stands on the CIM definitions and S-K 1300 on the SME
guide.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class UnknownCodeError(ValueError):
    """The text names no reporting code of the table."""


class UnknownCategoryError(ValueError):
    """The text names no category."""


@dataclass(frozen=True, slots=True)
class ReportingCode:
    """One reporting code. `crirsco` says whether it belongs to the CRIRSCO family."""

    key: str
    name: str
    crirsco: bool
    country: str
    pattern: str


def _code(key: str, name: str, country: str, pattern: str, *, crirsco: bool = True) -> ReportingCode:
    return ReportingCode(key=key, name=name, crirsco=crirsco, country=country, pattern=pattern)


# Order matters where one pattern could begin another's text; the first that matches the beginning of the print wins.
CODES: tuple[ReportingCode, ...] = (
    _code("jorc", "JORC", "AU", r"JORC\b"),
    _code("ni-43-101", "NI 43-101", "CA", r"(NI ?43 ?101|CIM)\b"),
    _code("s-k-1300", "S-K 1300", "US", r"(REGULATION )?S ?K ?1300\b"),
    _code("samrec", "SAMREC", "ZA", r"SAMREC\b"),
    _code("perc", "PERC", "EU", r"PERC\b"),
    _code("naen", "NAEN", "RU", r"NAEN\b"),
    _code("kazrc", "KAZRC", "KZ", r"KAZRC\b"),
    _code("umrek", "UMREK", "TR", r"UMREK\b"),
    _code("cbrr", "CBRR", "BR", r"CBRR\b"),
    _code("ccrr", "CCRR", "CO", r"(CCRR|ECRR)\b"),
    _code("ch-20235", "CH 20.235", "CL", r"(CH ?20 ?235|COMISION MINERA)\b"),
    _code("kcmi", "KCMI", "ID", r"KCMI\b"),
    _code("mrc", "MRC", "MN", r"(MRC|MPIGM)\b"),
    _code("crirsco", "another CRIRSCO code", "", r"(ANOTHER )?CRIRSCO\b"),
    _code("russian", "Russian classes (GKZ)", "RU", r"(RUSSIAN|GKZ)\b", crirsco=False),
    _code("chinese", "Chinese classes", "CN", r"(CHINESE|GB ?T ?(17766|13908))\b", crirsco=False),
    _code("state", "another state's classes", "", r"(VIETNAMESE|STATE)\b", crirsco=False),
    _code("historic", "historic estimate", "", r"HISTORIC(AL)?\b", crirsco=False),
    _code("none", "no code", "", r"(NONE|NO CODE)\b", crirsco=False),
)
BY_KEY = {code.key: code for code in CODES}
NO_CODE = BY_KEY["none"]
_EDITION = re.compile(r"\b(19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class PrintedCode:
    """A code as printed in a source, and what it stands for. `edition` is a year or empty."""

    printed: str
    code: ReportingCode
    edition: str
    names_exploration_target: bool


def read_code(printed: str) -> PrintedCode:
    """The code behind a printed text. Empty text is "no code". Raises UnknownCodeError for a text that names none."""
    text = re.sub(r"[^A-Z0-9+]+", " ", printed.upper().replace("Ó", "O")).strip()
    if not text:
        return PrintedCode(printed, NO_CODE, "", names_exploration_target=False)
    for code in CODES:
        if found := re.match(code.pattern, text):
            # Looked for behind the name only: the 1300 of S-K 1300 is no year.
            year = _EDITION.search(text, found.end())
            target = "EXPLORATION TARGET" in text
            return PrintedCode(printed, code, year.group() if year else "", names_exploration_target=target)
    raise UnknownCodeError(f"{printed!r} names no reporting code; known are {', '.join(code.name for code in CODES)}")


def is_crirsco(printed: str) -> bool:
    """Whether a CRIRSCO-family code stands behind a printed text. An unknown text has none behind it."""
    try:
        return read_code(printed).code.crirsco
    except UnknownCodeError:
        return False


class Category(StrEnum):
    """Category of a statement. A "+" is a sum that the source itself states, or a headline that merges them."""

    MEASURED = "measured"
    MEASURED_INDICATED = "measured+indicated"
    INDICATED = "indicated"
    INDICATED_INFERRED = "indicated+inferred"
    INFERRED = "inferred"
    TOTAL = "total"
    RESERVE = "reserve"
    PROVED = "proved"
    PROBABLE = "probable"
    EXPLORATION_TARGET = "exploration target"
    STATE_CLASS = "state class"


class Kind(StrEnum):
    """What a category is a figure of. Only resources are ranked."""

    RESOURCE = "resource"
    RESERVE = "reserve"
    TARGET = "exploration target"
    STATE_CLASS = "state class"


KIND: dict[Category, Kind] = {
    Category.MEASURED: Kind.RESOURCE,
    Category.MEASURED_INDICATED: Kind.RESOURCE,
    Category.INDICATED: Kind.RESOURCE,
    Category.INDICATED_INFERRED: Kind.RESOURCE,
    Category.INFERRED: Kind.RESOURCE,
    Category.TOTAL: Kind.RESOURCE,
    Category.RESERVE: Kind.RESERVE,
    Category.PROVED: Kind.RESERVE,
    Category.PROBABLE: Kind.RESERVE,
    Category.EXPLORATION_TARGET: Kind.TARGET,
    Category.STATE_CLASS: Kind.STATE_CLASS,
}
PARTS: dict[Category, frozenset[Category]] = {
    Category.MEASURED_INDICATED: frozenset({Category.MEASURED, Category.INDICATED}),
    Category.INDICATED_INFERRED: frozenset({Category.INDICATED, Category.INFERRED}),
}
# A total may hide inferred tonnes, so it is shown as one that may include them.
INCLUDES_INFERRED = frozenset({Category.INFERRED, Category.INDICATED_INFERRED, Category.TOTAL})

_ALIASES: dict[str, Category] = {
    "m": Category.MEASURED,
    "ind": Category.INDICATED,
    "inf": Category.INFERRED,
    "m+i": Category.MEASURED_INDICATED,
    "measured and indicated": Category.MEASURED_INDICATED,
    "i+i": Category.INDICATED_INFERRED,
    "indicated and inferred": Category.INDICATED_INFERRED,
    "m+i+i": Category.TOTAL,
    "measured+indicated+inferred": Category.TOTAL,
    "global": Category.TOTAL,
    "reserves": Category.RESERVE,
    "proved+probable": Category.RESERVE,
    "proven": Category.PROVED,
    "target": Category.EXPLORATION_TARGET,
}
# Russian A to P3, and the Chinese classes of GB/T 17766 (2020 and 1999): one category here, never converted to another.
_STATE_CLASS = re.compile(r"(a|b|c1|c2|p1|p2|p3|tm|kz|td|zs|kx|[1-3]{3}b?)(\+(b|c1|c2|p1|p2|p3|kz|td|kx|[1-3]{3}b?))*")


def read_category(printed: str) -> Category:
    """The category behind a printed text, whatever its case and spacing. Raises UnknownCategoryError."""
    text = re.sub(r"\s*\+\s*", "+", " ".join(printed.lower().split()))
    if text in _ALIASES:
        return _ALIASES[text]
    if _STATE_CLASS.fullmatch(text):
        return Category.STATE_CLASS
    try:
        return Category(text)
    except ValueError:
        known = ", ".join(Category)
        raise UnknownCategoryError(f"{printed!r} names no category; known are {known}") from None


class Status(StrEnum):
    """Status badge of a statement (DOMAIN: "Deposits")."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    HISTORIC = "historic"
    NON_COMPLIANT = "non-compliant"
    EXPLORATION_TARGET = "exploration target"
    MEDIA_FIGURE = "media figure"


class Flag(StrEnum):
    """A fault found in a statement's figures. The first two keep it out of force in the ranking."""

    MISPRINT = "misprint"
    DISPUTED_ARITHMETIC = "disputed arithmetic"
    EXPLORATION_TARGET = "exploration target"
    NON_COMPLIANT = "non-compliant"


OUT_OF_FORCE = frozenset({Flag.MISPRINT, Flag.DISPUTED_ARITHMETIC})


def badge(*, category: Category, code: ReportingCode, latest: bool, flags: frozenset[Flag] = frozenset()) -> Status:
    """The badge of a statement that an editor has not set by hand.

    `latest` says that no later statement of the same deposit and zone stands. A figure without a CRIRSCO-family code is
    "non-compliant" as long as it is the latest word, and "historic" once something later stands beside it.
    """
    if category is Category.EXPLORATION_TARGET or Flag.EXPLORATION_TARGET in flags:
        return Status.EXPLORATION_TARGET
    if Flag.MISPRINT in flags:
        return Status.MEDIA_FIGURE
    if code.key == "historic":
        return Status.HISTORIC
    if not code.crirsco:
        return Status.NON_COMPLIANT if latest else Status.HISTORIC
    return Status.CURRENT if latest else Status.SUPERSEDED
