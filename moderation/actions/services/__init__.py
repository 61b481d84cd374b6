"""Every action of staff, its end and its inverse.

Locks are always taken in this order: review item, action, thread, post, sealed text, member.
"""

from moderation.actions.services.bulk import BulkResult, decide_many, undo_bulk
from moderation.actions.services.deciding import Choice, Taken, checked, decide, take_action
from moderation.actions.services.ending import end_action, reverse, reverse_action
from moderation.actions.services.sealing import destroy_due, read_sealed, unseal
from moderation.actions.services.signing import decline, sign
from moderation.actions.services.stating import mail_statement, mark_read

__all__ = [
    "BulkResult",
    "Choice",
    "Taken",
    "checked",
    "decide",
    "decide_many",
    "decline",
    "destroy_due",
    "end_action",
    "mail_statement",
    "mark_read",
    "read_sealed",
    "reverse",
    "reverse_action",
    "sign",
    "take_action",
    "undo_bulk",
    "unseal",
]
