"""Every change to review items. Locks: the item's row, before anything that it is about."""

from moderation.queue.selectors import EVERYTHING, Filters
from moderation.queue.services.items import follow_target, follow_thread, note_change_of, open_item
from moderation.queue.services.leases import LEASE, open_desk, release_item, take_item, take_next
from moderation.queue.services.outcomes import await_second, close_item, reopen_item, resolve_item, revise_outcome
from moderation.queue.services.refusals import noting_refusals
from moderation.queue.services.reports import Filed, file_report
from moderation.queue.services.writing import add_note, drop_view, save_view

__all__ = [
    "EVERYTHING",
    "LEASE",
    "Filed",
    "Filters",
    "add_note",
    "await_second",
    "close_item",
    "drop_view",
    "file_report",
    "follow_target",
    "follow_thread",
    "note_change_of",
    "noting_refusals",
    "open_desk",
    "open_item",
    "release_item",
    "reopen_item",
    "resolve_item",
    "revise_outcome",
    "save_view",
    "take_item",
    "take_next",
]
