"""The REST door of appeals, and of what everybody may know of moderation."""

from moderation.appeals.api.members import AppealByLink, MessagesByLink, NoticeByLink, OwnAppeal, OwnMessages
from moderation.appeals.api.public import Log, Statements, Transparency
from moderation.appeals.api.staff import AppealById, Appeals, Decision, Messages

__all__ = [
    "AppealById",
    "AppealByLink",
    "Appeals",
    "Decision",
    "Log",
    "Messages",
    "MessagesByLink",
    "NoticeByLink",
    "OwnAppeal",
    "OwnMessages",
    "Statements",
    "Transparency",
]
