"""Every change to boards, threads and posts.

Locks are always taken in this order: board, thread (the lower id first), post, then what hangs on it. Texts are rendered
and screened before any of them.
"""

from threads.disclosures.models import Interest
from threads.disclosures.services import Said
from threads.discussion.models import TITLE_LONGEST, TimedChange
from threads.discussion.services.boards import (
    BoardSettings,
    add_template,
    change_board,
    create_board,
    remove_template,
    save_board,
    set_board_moderators,
)
from threads.discussion.services.drafts import carry_drafts, drop_draft, save_draft
from threads.discussion.services.editing import (
    change_thread,
    edit_post,
    hide_post,
    remove_post,
    rename_thread,
    restore_post,
    set_tags,
    show_post,
)
from threads.discussion.services.keeping import bookmark_post, drop_bookmark, react, remind_due, withdraw_reaction
from threads.discussion.services.moving import merge_threads, move_thread, split_thread, undo_change
from threads.discussion.services.posting import post_reply, start_thread
from threads.discussion.services.reading import carry_marks, mark_all_read, mark_read, rank_threads
from threads.discussion.services.releasing import release_due, release_submission, reopen_submission
from threads.discussion.services.rendering import POST_LONGEST, preview, rendered_post
from threads.discussion.services.states import (
    archive_silent,
    set_archive,
    set_closure,
    set_pin,
    set_summary,
    set_thread_state,
)
from threads.discussion.services.submissions import refuse_submission, withdraw_submission
from threads.discussion.services.timers import run_timers, set_timers

__all__ = [
    "POST_LONGEST",
    "TITLE_LONGEST",
    "BoardSettings",
    "Interest",
    "Said",
    "TimedChange",
    "add_template",
    "archive_silent",
    "bookmark_post",
    "carry_drafts",
    "carry_marks",
    "change_board",
    "change_thread",
    "create_board",
    "drop_bookmark",
    "drop_draft",
    "edit_post",
    "hide_post",
    "mark_all_read",
    "mark_read",
    "merge_threads",
    "move_thread",
    "post_reply",
    "preview",
    "rank_threads",
    "react",
    "refuse_submission",
    "release_due",
    "release_submission",
    "remind_due",
    "remove_post",
    "remove_template",
    "rename_thread",
    "rendered_post",
    "reopen_submission",
    "restore_post",
    "run_timers",
    "save_board",
    "save_draft",
    "set_archive",
    "set_board_moderators",
    "set_closure",
    "set_pin",
    "set_summary",
    "set_tags",
    "set_thread_state",
    "set_timers",
    "show_post",
    "split_thread",
    "start_thread",
    "undo_change",
    "withdraw_reaction",
    "withdraw_submission",
]
