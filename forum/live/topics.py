"""What can be followed. A topic is an aggregate of the log ("thread:5"), or "inbox", the follower's own."""

import re
from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from forum.kernel.errors import BadRequest

INBOX: Final = "inbox"
MOST: Final = 50
"""Topics of one stream: every open tab of a browser shares it."""

_TOPIC = re.compile(r"inbox|thread:[1-9][0-9]{0,17}")

EVENTS: Final[Mapping[str, Mapping[str, str]]] = {
    "reply_posted": {"thread_id": "thread", "post_id": "post"},
    "post_edited": {"thread_id": "thread", "post_id": "post"},
    "thread_renamed": {"thread_id": "thread"},
    "thread_closed": {"thread_id": "thread"},
    "thread_reopened": {"thread_id": "thread"},
}
"""The events that are told, and under which names their ids go out. Nothing else of the log leaves the house here."""


class BadTopics(BadRequest):
    """400: `topics` takes 1 to 50 of "inbox" and "thread:5", with commas between."""

    code = "bad_topics"
    title = _("Say what to follow: inbox, or thread:5, with commas between.")


def parse(text: str) -> frozenset[str]:
    """The topics in `text`. Raises `BadTopics`."""
    found = frozenset(text.split(",")) if len(text) <= 2000 else frozenset()
    if not 1 <= len(found) <= MOST or not all(_TOPIC.fullmatch(topic) for topic in found):
        raise BadTopics
    return found


def thread_ids(topics: frozenset[str]) -> dict[int, str]:
    """The threads among `topics`, by id."""
    return {int(topic.partition(":")[2]): topic for topic in topics if topic.startswith("thread:")}
