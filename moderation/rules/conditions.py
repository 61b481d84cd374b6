"""The conditions of screening rules: typed, readable, and pure. Each is one row of `CONDITIONS`.

A rule holds when all of its conditions hold. Stored, a condition is `{"is": "words", "any": ["lock up your shares"]}`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, lru_cache
from typing import Any, Literal
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from forum.kernel.errors import FieldError, Invalid
from moderation.rules.likeness import likeness, sketch_of, words_of

type Condition = Mapping[str, Any]
type Value = Literal["words", "number", "share"]

UNSTATED = "unstated"
"""What stands for the interests of somebody who has stated none, not even that there is none."""

MOST_POSTS = 100
"""Posts beyond which nobody counts."""

LATELY = timedelta(hours=1)
MOST_RECENT = 200
"""Posts of the last hour beyond which nobody counts."""


@dataclass(slots=True)
class Facts:
    """What conditions may ask about. The costly ones are functions, asked only by a rule that needs them, and once.

    `author` gives their days of membership and role; `written` counts their posts that stand, up to `MOST_POSTS`;
    `recent` counts those of the last hour, up to `MOST_RECENT`; `interests` are those they have stated and not ended,
    `unstated` without any; `removed` gives the sketches of removed texts that have anything in common with one, `nearest` how
    alike the most alike is; `board` is a slug.
    """

    text: str
    links: Sequence[str]
    board: str = ""
    kind: str = "post"
    author: Callable[[], tuple[int, str]] = field(default=lambda: (0, "member"))
    written: Callable[[], int] = field(default=lambda: 0)
    recent: Callable[[], int] = field(default=lambda: 0)
    interests: Callable[[], Collection[str]] = field(default=lambda: (UNSTATED,))
    language: Callable[[], str] = field(default=lambda: "en")
    removed: Callable[[Sequence[int]], Iterable[Sequence[int]]] = field(default=lambda _sketch: ())
    vocabulary: frozenset[str] = field(init=False)
    padded: str = field(init=False)
    nearest: Callable[[], float] = field(init=False)

    def __post_init__(self) -> None:
        # Nothing here may refer to `self`: the collector would have to find each text that was screened.
        words, removed = words_of(self.text), self.removed
        self.vocabulary, self.padded = frozenset(words), f" {' '.join(words)} "
        self.nearest = cache(lambda: _nearest(sketch_of(words), removed))
        self.author, self.written, self.recent = cache(self.author), cache(self.written), cache(self.recent)
        self.interests, self.language = cache(self.interests), cache(self.language)


@dataclass(frozen=True, slots=True)
class Met:
    """Whether a condition held, and on what: `input` is a number or a word, never the text itself."""

    holds: bool
    input: str | float


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of condition: its one parameter, how it is asked, and how it reads."""

    code: str
    parameter: str
    value: Value
    ask: Callable[[Condition, Facts], Met]
    reads: Callable[[Condition], str]
    most: float = 0


@lru_cache(maxsize=512)
def _phrases(phrases: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Each phrase as its first word and as a whole between blanks, as `Facts` holds the text."""
    split = [words_of(phrase) for phrase in phrases]
    return tuple((words[0], f" {' '.join(words)} ") for words in split if words)


def _words(condition: Condition, facts: Facts) -> Met:
    for first, whole in _phrases(tuple(condition["any"])):
        # Most phrases end here: a look into a set, however long the text is.
        if first in facts.vocabulary and whole in facts.padded:
            return Met(holds=True, input=whole.strip())
    return Met(holds=False, input="")


def _hosts(facts: Facts) -> list[str]:
    return [urlsplit(link).hostname or "" for link in facts.links]


def _domains(condition: Condition, facts: Facts) -> Met:
    wanted = tuple(str(name).casefold() for name in condition["any"])
    for host in _hosts(facts):
        if any(host == name or host.endswith(f".{name}") for name in wanted):
            return Met(holds=True, input=host)
    return Met(holds=False, input="")


def _links(condition: Condition, facts: Facts) -> Met:
    return Met(len(facts.links) >= condition["least"], float(len(facts.links)))


def _age(condition: Condition, facts: Facts) -> Met:
    age = facts.author()[0]
    return Met(age < condition["below"], float(age))


def _role(condition: Condition, facts: Facts) -> Met:
    role = facts.author()[1]
    return Met(role in condition["any"], role)


def _posts(condition: Condition, facts: Facts) -> Met:
    written = facts.written()
    return Met(written < condition["below"], float(written))


def _interests(condition: Condition, facts: Facts) -> Met:
    found = sorted(set(facts.interests()) & set(condition["any"]))
    return Met(bool(found), ", ".join(found))


def _language(condition: Condition, facts: Facts) -> Met:
    language = facts.language()
    return Met(language in condition["any"], language)


def _likeness(condition: Condition, facts: Facts) -> Met:
    most = facts.nearest()
    return Met(most >= condition["least"], round(most, 3))


def _nearest(sketch: Sequence[int], removed: Callable[[Sequence[int]], Iterable[Sequence[int]]]) -> float:
    return max((likeness(sketch, one) for one in removed(sketch)), default=0.0)


def _rate(condition: Condition, facts: Facts) -> Met:
    count = facts.recent()
    return Met(count >= condition["least"], float(count))


def _board(condition: Condition, facts: Facts) -> Met:
    return Met(facts.board in condition["any"], facts.board)


def _kind(condition: Condition, facts: Facts) -> Met:
    return Met(facts.kind in condition["any"], facts.kind)


def _listed(condition: Condition) -> str:
    return ", ".join(str(one) for one in condition["any"])


FORMS: dict[str, Form] = {
    form.code: form
    for form in (
        Form("words", "any", "words", _words, lambda c: _("The text says one of: %(list)s.") % {"list": _listed(c)}),
        Form("domains", "any", "words", _domains, lambda c: _("It links to one of: %(list)s.") % {"list": _listed(c)}),
        Form("links", "least", "number", _links, lambda c: _("It has %(n)g links or more.") % {"n": c["least"]}, 100),
        Form(
            "age",
            "below",
            "number",
            _age,
            lambda c: _("Its author joined less than %(n)g days ago.") % {"n": c["below"]},
            3650,
        ),
        Form(
            "posts",
            "below",
            "number",
            _posts,
            lambda c: _("Its author has written fewer than %(n)g posts.") % {"n": c["below"]},
            MOST_POSTS,
        ),
        Form(
            "interests",
            "any",
            "words",
            _interests,
            lambda c: _("Its author's interests are one of: %(list)s.") % {"list": _listed(c)},
        ),
        Form("role", "any", "words", _role, lambda c: _("Its author is one of: %(list)s.") % {"list": _listed(c)}),
        Form(
            "language",
            "any",
            "words",
            _language,
            lambda c: _("Its language is one of: %(list)s.") % {"list": _listed(c)},
        ),
        Form(
            "likeness",
            "least",
            "share",
            _likeness,
            lambda c: _("It is like a removed text by %(n)g or more.") % {"n": c["least"]},
            1,
        ),
        Form(
            "rate",
            "least",
            "number",
            _rate,
            lambda c: _("Its author posted %(n)g times or more within an hour.") % {"n": c["least"]},
            MOST_RECENT,
        ),
        Form("board", "any", "words", _board, lambda c: _("It stands on one of: %(list)s.") % {"list": _listed(c)}),
        Form("kind", "any", "words", _kind, lambda c: _("It is one of: %(list)s.") % {"list": _listed(c)}),
    )
}

MOST_CONDITIONS = 10
MOST_WORDS = 200
EFFECTS = ("hold", "score", "label", "require_disclosure")


def checked(conditions: Sequence[Condition]) -> list[dict[str, Any]]:
    """Conditions as they may be stored. Raises `Invalid` that names each that cannot stand."""
    errors = []
    if not 1 <= len(conditions) <= MOST_CONDITIONS:
        errors.append(FieldError("conditions", "bad_count", _("A rule has 1 to 10 conditions.")))
    made = []
    for place, condition in enumerate(conditions[:MOST_CONDITIONS]):
        form = FORMS.get(str(condition.get("is", "")))
        value = None if form is None else _value(form, condition.get(form.parameter))
        if form is None or value is None or set(condition) != {"is", form.parameter}:
            errors.append(FieldError(f"conditions.{place}", "bad_condition", _("This is no condition that we know.")))
        else:
            made.append({"is": form.code, form.parameter: value})
    if errors:
        raise Invalid(errors=errors)
    return made


def _value(form: Form, value: object) -> list[str] | float | None:
    if form.value == "words":
        if not isinstance(value, (list, tuple)) or not 1 <= len(value) <= MOST_WORDS:
            return None
        words = [str(one).strip() for one in value]
        return words if all(0 < len(one) <= 200 for one in words) else None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= form.most:
        return None
    return value


ASKED_FIRST = ("kind", "board", "links", "domains", "words")
"""Conditions that are answered without a query."""


def cheapest_first(conditions: Sequence[Condition]) -> list[Condition]:
    """The same conditions, those without a query before the others: most rules end at the first."""
    return sorted(conditions, key=lambda condition: condition["is"] not in ASKED_FIRST)


def meets(conditions: Sequence[Condition], facts: Facts) -> list[dict[str, Any]] | None:
    """What each condition rested on when all hold, in order; None as soon as one does not."""
    inputs = []
    for condition in conditions:
        met = FORMS[condition["is"]].ask(condition, facts)
        if not met.holds:
            return None
        inputs.append({"is": condition["is"], "input": met.input})
    return inputs


def sentences(conditions: Sequence[Condition]) -> list[str]:
    """A rule in words, one sentence a condition."""
    return [FORMS[condition["is"]].reads(condition) for condition in conditions]
