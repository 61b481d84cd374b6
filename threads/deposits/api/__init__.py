"""The REST door of the catalogue."""

from threads.deposits.api.changes import (
    Changes,
    DepositProposals,
    Following,
    ProposalById,
    ProposalDecisions,
    Proposals,
    Undo,
)
from threads.deposits.api.reading import (
    Controls,
    DepositBySlug,
    Deposits,
    DepositsGeoJson,
    DepositThreads,
    Elements,
    Occurrences,
    Outputs,
    Statements,
)

__all__ = [
    "Changes",
    "Controls",
    "DepositBySlug",
    "DepositProposals",
    "DepositThreads",
    "Deposits",
    "DepositsGeoJson",
    "Elements",
    "Following",
    "Occurrences",
    "Outputs",
    "ProposalById",
    "ProposalDecisions",
    "Proposals",
    "Statements",
    "Undo",
]
