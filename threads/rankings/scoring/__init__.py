"""The list by resource: pure mathematics, no database.

`rank_by_resource` is the way in; docs/ranking.md is its rule.
"""

from threads.rankings.scoring.in_force import WORDS, Reason, Use, uses_of
from threads.rankings.scoring.inputs import (
    COMPONENTS,
    COVERAGE_NEEDED,
    DECK_2024,
    LETTERS,
    PUBLISHED_WEIGHTS,
    BadInputError,
    DepositInput,
    ElementRow,
    PriceDeck,
    RankingInput,
    Statement,
    Weights,
)
from threads.rankings.scoring.ranking import ComponentResult, DepositResult, Ranking, rank_by_resource
from threads.rankings.scoring.scaling import Bounds

__all__ = [
    "COMPONENTS",
    "COVERAGE_NEEDED",
    "DECK_2024",
    "LETTERS",
    "PUBLISHED_WEIGHTS",
    "WORDS",
    "BadInputError",
    "Bounds",
    "ComponentResult",
    "DepositInput",
    "DepositResult",
    "ElementRow",
    "PriceDeck",
    "Ranking",
    "RankingInput",
    "Reason",
    "Statement",
    "Use",
    "Weights",
    "rank_by_resource",
    "uses_of",
]
