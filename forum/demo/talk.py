"""Boards and threads into the tables, through the services that members use, each at its hour."""

from datetime import timedelta

from accounts.members.models import Level, Member
from forum.demo.people import BOARDS
from forum.demo.threads import THREADS, Post, Talk
from forum.kernel import clock
from threads.disclosures.models import Interest
from threads.disclosures.services import Said
from threads.discussion import services as discussion
from threads.discussion.models import Colour, ReactionKind
from threads.discussion.selectors import posts_of

NO_INTEREST = Said(Interest.NONE)


def open_boards() -> None:
    for position, (slug, title, description, colour, *levels) in enumerate(BOARDS):
        read, start, reply = (Level[name] for name in levels)
        discussion.create_board(
            slug=slug, title=title, description=description, colour=Colour(colour), position=position,
            levels=(read, start, reply),
        )  # fmt: skip


def load(people: dict[str, Member]) -> None:
    """Every post in the order of time, so that ids and numbers grow with it, then what others thought of it."""
    said = [(24 * talk.days - post.hours, talk, post) for talk in THREADS for post in talk.posts]
    threads: dict[str, int] = {}
    for hours, talk, post in sorted(said, key=lambda one: -one[0]):
        with clock.set_back(timedelta(hours=hours)):
            post_id = _say(people, talk, post, threads)
        for kind, handles in post.reactions:
            for handle in handles:
                discussion.react(actor=people[handle], post_id=post_id, kind=ReactionKind(kind))
    for talk in THREADS:
        if talk.pinned:
            with clock.set_back(timedelta(days=talk.days)):
                discussion.set_pin(actor=people["okafor"], thread_id=threads[talk.title], pinned=True)


def _say(people: dict[str, Member], talk: Talk, post: Post, threads: dict[str, int]) -> int:
    """The new post's id; a thread's own is kept in `threads`."""
    actor = people[post.handle]
    if talk.title not in threads:
        thread = discussion.start_thread(
            actor=actor, board_slug=talk.board, title=talk.title, source=post.text, tags=talk.tags, deposits=talk.deposits,
            said=NO_INTEREST,
        )  # fmt: skip
        assert isinstance(thread, int), "nothing holds texts back while a house is filled"
        threads[talk.title] = thread
        return posts_of(thread, viewer=actor, first=1, limit=1)[0].id
    made = discussion.post_reply(actor=actor, thread_id=threads[talk.title], source=post.text, said=NO_INTEREST)
    assert isinstance(made, int), "nothing holds texts back while a house is filled"
    return made
