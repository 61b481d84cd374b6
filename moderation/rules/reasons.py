"""Why somebody reports, and why staff act: the forum's own rules, each with its weight and its place in the EU's scheme.

The codes are part of the public contract. `severity` is from 0 to 1 and goes into an item's score; `hours` is how soon staff
mean to decide. `ground` and `category` are values of the statement-of-reasons schema of the EU's DSA Transparency Database
(https://transparency.dsa.ec.europa.eu/page/api-documentation).
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from forum.kernel.errors import Words

ILLEGAL = "DECISION_GROUND_ILLEGAL_CONTENT"
RULES = "DECISION_GROUND_INCOMPATIBLE_CONTENT"
_SCAMS = "STATEMENT_CATEGORY_SCAMS_AND_FRAUD"
_SPEECH = "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"
_PRIVACY = "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS"
_VIOLENCE = "STATEMENT_CATEGORY_VIOLENCE"
_OTHER = "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule of the forum: what reporters choose, what a statement of reasons names."""

    code: str
    label: Words
    rule: Words
    severity: float
    hours: int
    ground: str
    category: str


_ALL = (
    Reason(
        "danger",
        _("Puts a person in danger"),
        _("Nothing may be posted that exposes a person to harm: no location, no identity, no threat."),
        1.0,
        2,
        ILLEGAL,
        _VIOLENCE,
    ),
    Reason(
        "illegal",
        _("Against the law"),
        _("What the law forbids to publish is not kept here."),
        0.9,
        12,
        ILLEGAL,
        _OTHER,
    ),
    Reason(
        "private_data",
        _("Somebody's private data"),
        _("Private addresses, numbers and documents of others are not posted here."),
        0.9,
        6,
        ILLEGAL,
        _PRIVACY,
    ),
    Reason(
        "mnpi",
        _("Private company information"),
        _("Material company information that is not public is not posted here."),
        0.8,
        6,
        RULES,
        _SCAMS,
    ),
    Reason(
        "harassment",
        _("Harassment"),
        _("Members argue about deposits and evidence, and do not go after each other."),
        0.7,
        12,
        RULES,
        _SPEECH,
    ),
    Reason("ramping", _("Ramping"), _("Nobody talks a price up or down here."), 0.6, 24, RULES, _SCAMS),
    Reason("solicitation", _("Soliciting a trade"), _("Nobody offers or seeks a trade here."), 0.6, 24, RULES, _SCAMS),
    Reason(
        "impersonation",
        _("Pretends to be somebody else"),
        _("Members are who they say they are; a handle is fine, another's name is not."),
        0.7,
        12,
        RULES,
        _SCAMS,
    ),
    Reason(
        "undisclosed_interest",
        _("Interest not disclosed"),
        _("Whoever has an interest in a deposit, company or party says so where they post on it."),
        0.5,
        48,
        RULES,
        _SCAMS,
    ),
    Reason(
        "accusation",
        _("Accusation without facts"),
        _("An accusation comes with what it rests on."),
        0.5,
        24,
        RULES,
        _SPEECH,
    ),
    Reason("spam", _("Spam"), _("Nothing is posted here in bulk, or for what it links to."), 0.3, 24, RULES, _SCAMS),
    Reason(
        "off_topic",
        _("Does not belong here"),
        _("Posts keep to their thread, threads to their board."),
        0.1,
        72,
        RULES,
        _OTHER,
    ),
    Reason("other", _("Something else"), _("The forum's rules."), 0.2, 48, RULES, _OTHER),
)

REASONS = {reason.code: reason for reason in _ALL}
CODES = tuple(REASONS)
CHOICES = [(reason.code, reason.label) for reason in _ALL]
