"""The catalogue's tables."""

from threads.deposits.models.figures import ElementGrades, Output, Price, ResourceStatement
from threads.deposits.models.history import OF_DEPOSITS, WHOLE, Change, Proposal, Target
from threads.deposits.models.occurrences import Double, Occurrence
from threads.deposits.models.places import Control, Deposit, DepositName, Follow, Role

__all__ = [
    "OF_DEPOSITS",
    "WHOLE",
    "Change",
    "Control",
    "Deposit",
    "DepositName",
    "Double",
    "ElementGrades",
    "Follow",
    "Occurrence",
    "Output",
    "Price",
    "Proposal",
    "ResourceStatement",
    "Role",
    "Target",
]
