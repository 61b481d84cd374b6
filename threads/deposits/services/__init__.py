"""Every change to the catalogue."""

from threads.deposits.models import Target
from threads.deposits.services.editing import apply_change, set_start_level, undo_change
from threads.deposits.services.following import follow_deposit, unfollow_deposit
from threads.deposits.services.importing import Stored, store_catalogue, store_occurrences
from threads.deposits.services.proposing import accept_proposal, decline_proposal, propose_change, withdraw_proposal
from threads.deposits.services.writing import AlreadyStands

__all__ = [
    "AlreadyStands",
    "Stored",
    "Target",
    "accept_proposal",
    "apply_change",
    "decline_proposal",
    "follow_deposit",
    "propose_change",
    "set_start_level",
    "store_catalogue",
    "store_occurrences",
    "undo_change",
    "unfollow_deposit",
    "withdraw_proposal",
]
