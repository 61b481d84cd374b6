"""Making posts findable in tests, and looking for them."""

from typing import Any

from accounts.members.models import Member
from accounts.members.selectors import Viewer
from forum.search import selectors, services
from tests import world
from threads.discussion.models import Board, Post, Thread


def thread(author: Member, board: Board, title: str, *texts: str) -> Thread:
    """A thread whose posts search has read."""
    first, *others = texts or ("Nothing much.",)
    made = world.start(author, board, title, first)
    for source in others:
        world.reply(author, made, source)
    read(made)
    return made


def read(made: Thread) -> None:
    for pk in Post.objects.filter(thread=made).values_list("id", flat=True):
        services.index_post(post_id=pk)


def titles(typed: str, viewer: Viewer, **options: Any) -> list[str]:
    """The titles found, in order."""
    return [row.title for row in selectors.search(typed, viewer=viewer, **options).results]
