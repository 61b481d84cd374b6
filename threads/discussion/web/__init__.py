"""The pages of boards, threads and posts."""

from threads.discussion.web.admin import admin_board, admin_board_new, admin_boards, admin_templates
from threads.discussion.web.boards import board, board_list, home, new_thread, tag, thread_list
from threads.discussion.web.deposits import deposit_threads, new_deposit_thread
from threads.discussion.web.feeds import (
    board_feed,
    deposit_feed,
    latest_feed,
    member_feed,
    robots,
    sitemap,
    sitemap_index,
    thread_feed,
)
from threads.discussion.web.keeping import (
    bookmarks,
    draft,
    drafts,
    preview,
    read_all,
    submissions,
    withdraw,
)
from threads.discussion.web.members import member
from threads.discussion.web.order import closure, edit_thread, keep_order, move, split, summary, timers, undo
from threads.discussion.web.posts import bookmark, edit, reaction, removal, revisions
from threads.discussion.web.threads import post, reply, thread, unread

__all__ = [
    "admin_board",
    "admin_board_new",
    "admin_boards",
    "admin_templates",
    "board",
    "board_feed",
    "board_list",
    "bookmark",
    "bookmarks",
    "closure",
    "deposit_feed",
    "deposit_threads",
    "draft",
    "drafts",
    "edit",
    "edit_thread",
    "home",
    "keep_order",
    "latest_feed",
    "member",
    "member_feed",
    "move",
    "new_deposit_thread",
    "new_thread",
    "post",
    "preview",
    "reaction",
    "read_all",
    "removal",
    "reply",
    "revisions",
    "robots",
    "sitemap",
    "sitemap_index",
    "split",
    "submissions",
    "summary",
    "tag",
    "thread",
    "thread_feed",
    "thread_list",
    "timers",
    "undo",
    "unread",
    "withdraw",
]
