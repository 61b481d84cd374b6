"""The REST door of the catalogue."""

from threads.deposits.api.changes import (
    Changes,
    DepositProposals,
    Following,
    ProposalById,
    ProposalDecisions,
    Proposals,
    StartLevel,
    Undo,
)
from threads.deposits.api.others import PartyChanges, PartyProposals, PriceChanges, PriceProposals, Prices
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
    "PartyChanges",
    "PartyProposals",
    "PriceChanges",
    "PriceProposals",
    "Prices",
    "ProposalById",
    "ProposalDecisions",
    "Proposals",
    "StartLevel",
    "Statements",
    "Undo",
]
