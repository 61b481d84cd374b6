"""What staff can do: each action with its key on the page, what it is done to, and how long it lasts. Pure data."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from forum.kernel.errors import Words

DAY = timedelta(days=1)
APPEAL_TERM = 183 * DAY
"""How long an author may appeal: the six months of Regulation (EU) 2022/2065, article 20(1). Sealed texts are kept as long."""

STRIKE_LIFE = 365 * DAY
STRIKE_HALVES = 90 * DAY


@dataclass(frozen=True, slots=True)
class ActionKind:
    """One action. `targets` are the kinds of things it is done to; `person` says that it is the author whom it meets.

    `lasts`: the action has a term, or holds until it is reversed. `strike` is how many points it gives. `upheld` says whether
    the reports on the thing were right. `inverse` names what undoes it, for readers; "" where there is nothing to undo.
    `restricts` puts those that meet a person in order of strictness.
    """

    code: str
    label: Words
    done: Words
    key: str
    targets: frozenset[str]
    person: bool = False
    lasts: bool = False
    strike: float = 0
    upheld: bool = True
    states_reasons: bool = True
    inverse: str = ""
    restricts: int = 0
    board: bool = False


TEXTS = frozenset({"post", "thread"})
HIDEABLE = TEXTS | {"interview", "question"}
ANYBODYS = HIDEABLE | {"member", "submission"}

_ALL = (
    ActionKind(
        "approve",
        _("Approve"),
        _("Left as it is"),
        "a",
        ANYBODYS,
        upheld=False,
        states_reasons=False,
    ),
    ActionKind("ask_edit", _("Ask for an edit"), _("Asked for an edit"), "e", HIDEABLE),
    ActionKind("hide", _("Hide"), _("Hidden"), "h", HIDEABLE, inverse="show"),
    ActionKind(
        "remove", _("Remove"), _("Removed"), "r", frozenset({"post", "submission"}), strike=1, inverse="restore"
    ),
    ActionKind("move", _("Move"), _("Moved to another board"), "m", frozenset({"thread"}), inverse="move back"),
    ActionKind("lock", _("Lock"), _("Locked"), "l", TEXTS, lasts=True, inverse="unlock"),
    ActionKind("warn", _("Warn"), _("Warned"), "w", ANYBODYS, person=True),
    ActionKind("require_disclosure", _("Require disclosure"), _("Asked to disclose an interest"), "d", TEXTS),
    ActionKind(
        "silence",
        _("Silence"),
        _("Silenced"),
        "s",
        ANYBODYS,
        person=True,
        lasts=True,
        strike=1,
        inverse="lift",
        restricts=1,
        board=True,
    ),
    ActionKind(
        "suspend",
        _("Suspend"),
        _("Suspended"),
        "u",
        ANYBODYS,
        person=True,
        lasts=True,
        strike=2,
        inverse="lift",
        restricts=2,
    ),
    ActionKind("ban", _("Ban"), _("Banned"), "b", ANYBODYS, person=True, strike=4, inverse="lift", restricts=3),
    ActionKind(
        "unseal",
        _("Unseal"),
        _("Unsealed for staff"),
        "",
        frozenset({"action"}),
        lasts=True,
        states_reasons=False,
        inverse="seal",
    ),
)

KINDS = {kind.code: kind for kind in _ALL}
CODES = tuple(KINDS)
CHOICES = [(kind.code, kind.label) for kind in _ALL]

TERMS: dict[str, timedelta | None] = {
    "1h": timedelta(hours=1),
    "1d": DAY,
    "3d": 3 * DAY,
    "7d": 7 * DAY,
    "30d": 30 * DAY,
    "90d": 90 * DAY,
    "": None,
}
TERM_CHOICES = [
    ("7d", _("7 days")),
    ("1h", _("1 hour")),
    ("1d", _("1 day")),
    ("3d", _("3 days")),
    ("30d", _("30 days")),
    ("90d", _("90 days")),
    ("", _("Until it is lifted")),
]
