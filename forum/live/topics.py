"""What can be followed: an aggregate of the log ("thread:5", "interview:3"), "inbox", the follower's own, or "queue"."""

import re
from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from forum.kernel.errors import BadRequest

INBOX: Final = "inbox"
QUEUE: Final = "queue"
MOST: Final = 50
"""Topics of one stream: every open tab of a browser shares it."""

_TOPIC = re.compile(r"inbox|queue|(?:thread|interview):[1-9][0-9]{0,17}")

QUEUE_EVENTS: Final = frozenset({"item_opened", "item_leased", "item_released", "item_resolved", "item_reopened"})
"""All of these are told as `queue_changed`, without a word on which: not every moderator is offered every item."""

EVENTS: Final[Mapping[str, Mapping[str, str]]] = {
    "reply_posted": {"thread_id": "thread", "post_id": "post"},
    "post_edited": {"thread_id": "thread", "post_id": "post"},
    "quote_taken_back": {"thread_id": "thread", "post_id": "post"},
    "post_reacted": {"thread_id": "thread", "post_id": "post"},
    "post_state_changed": {"thread_id": "thread", "post_id": "post"},
    "thread_renamed": {"thread_id": "thread"},
    "thread_closed": {"thread_id": "thread"},
    "thread_reopened": {"thread_id": "thread"},
    "interview_moved": {"interview_id": "interview"},
    "interview_question_asked": {"interview_id": "interview"},
    "interview_question_changed": {"interview_id": "interview"},
    "interview_question_voted": {"interview_id": "interview"},
    "interview_answer_released": {"interview_id": "interview"},
    "interview_answer_struck": {"interview_id": "interview"},
    "interview_transcript_published": {"interview_id": "interview"},
    **{name: {} for name in QUEUE_EVENTS},
}
"""The events that are told, and under which names their ids go out. Nothing else of the log leaves the house here."""


class BadTopics(BadRequest):
    """400: `topics` takes 1 to 50 of "inbox", "queue", "thread:5" and "interview:3", with commas between."""

    code = "bad_topics"
    title = _("Say what to follow: inbox, queue, thread:5 or interview:3, with commas between.")


def parse(text: str) -> frozenset[str]:
    """The topics in `text`. Raises `BadTopics`."""
    found = frozenset(text.split(",")) if len(text) <= 2000 else frozenset()
    if not 1 <= len(found) <= MOST or not all(_TOPIC.fullmatch(topic) for topic in found):
        raise BadTopics
    return found


def ids_of(kind: str, topics: frozenset[str]) -> dict[int, str]:
    """The threads, or interviews, among `topics`, by id."""
    return {int(topic.partition(":")[2]): topic for topic in topics if topic.startswith(f"{kind}:")}
