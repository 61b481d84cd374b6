"""Every read of appeals; the public log and the figures made of everything."""

from moderation.appeals.selectors.appeals import (
    AppealRow,
    MessageRow,
    appeal,
    appeal_for_update,
    appeal_of_action,
    appeals,
    message_rows,
    notice_by_link,
    open_actions,
    own_appeal,
    statement_for_update,
)
from moderation.appeals.selectors.dsa import statements_of_reasons
from moderation.appeals.selectors.transparency import Figures, LogRow, figures, log, span

__all__ = [
    "AppealRow",
    "Figures",
    "LogRow",
    "MessageRow",
    "appeal",
    "appeal_for_update",
    "appeal_of_action",
    "appeals",
    "figures",
    "log",
    "message_rows",
    "notice_by_link",
    "open_actions",
    "own_appeal",
    "span",
    "statement_for_update",
    "statements_of_reasons",
]
