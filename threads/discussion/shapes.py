"""How a thread looks over REST wherever one is listed."""

from dataclasses import dataclass
from datetime import datetime

from accounts.members.shapes import PersonShape, person_shape
from threads.discussion import selectors


@dataclass(frozen=True, slots=True)
class ThreadShape:
    """A thread without its posts. `deposits` are the slugs of those that it is about."""

    id: int
    title: str
    board: str
    author: PersonShape
    created_at: datetime
    reply_count: int
    last_number: int
    last_at: datetime
    last_author: PersonShape
    closed: bool
    version: int
    deposits: tuple[str, ...]
    url: str


def thread_shape(row: selectors.ThreadRow) -> ThreadShape:
    return ThreadShape(
        id=row.id,
        title=row.title,
        board=row.board_slug,
        author=person_shape(row.author),
        created_at=row.created_at,
        reply_count=row.reply_count,
        last_number=row.last_number,
        last_at=row.last_at,
        last_author=person_shape(row.last_author),
        closed=row.closed,
        version=row.version,
        deposits=tuple(subject.slug for subject in row.deposits),
        url=row.url,
    )
