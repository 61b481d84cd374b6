"""Hands on the models of the app's features."""

from threads.deposits.models import (
    Change,
    Control,
    Deposit,
    DepositName,
    Double,
    ElementGrades,
    Follow,
    Occurrence,
    Output,
    Price,
    Proposal,
    ResourceStatement,
)
from threads.disclosures.models import Disclosure
from threads.discussion.models import Board, Post, PostInterest, PostRevision, Thread, ThreadDeposit
from threads.interviews import models as interviews
from threads.rankings.models import Snapshot, SnapshotRank

__all__ = [
    "Board",
    "Change",
    "Control",
    "Deposit",
    "DepositName",
    "Disclosure",
    "Double",
    "ElementGrades",
    "Follow",
    "Occurrence",
    "Output",
    "Post",
    "PostInterest",
    "PostRevision",
    "Price",
    "Proposal",
    "ResourceStatement",
    "Snapshot",
    "SnapshotRank",
    "Thread",
    "ThreadDeposit",
    "interviews",
]
