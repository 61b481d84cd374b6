"""Whatever happens, and whenever an app asks, its copy is what its member may read, and it never hears of anything else."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.members import services as members
from accounts.members.models import Member, Role, Standing
from accounts.members.selectors import fresh
from forum.kernel.errors import AssayError
from tests.sync.copying import Copy, Ever, number_all, readable
from tests.world import World
from threads.discussion import selectors, services
from threads.discussion.models import Board, Post, ReactionKind, State, Thread, ThreadChange

LEVELS = [(0, 1, 1), (1, 1, 1), (2, 2, 2), (3, 3, 3)]
ROLES = [Role.MEMBER, Role.VERIFIED, Role.MODERATOR]
WATCHED = ("newcomer", "geologist", "guest", "moderator")


class Play:
    """A history: each step does one thing to something that is there, chosen by number."""

    def __init__(self, world: World) -> None:
        self.world = world

    def actor(self, number: int) -> Member:
        names = ("newcomer", "geologist", "operator", "protected", "moderator", "admin")
        return fresh(getattr(self.world, names[number % len(names)]))

    def board(self, number: int) -> Board:
        boards = list(Board.objects.order_by("pk"))
        return boards[number % len(boards)]

    def thread(self, number: int) -> Thread | None:
        threads = list(Thread.objects.order_by("pk"))
        return threads[number % len(threads)] if threads else None

    def post(self, number: int) -> Post | None:
        posts = list(Post.objects.order_by("pk"))
        return posts[number % len(posts)] if posts else None

    def step(self, what: str, one: int, two: int) -> None:
        try:
            with transaction.atomic():
                getattr(self, what)(one, two)
        except AssayError:
            pass

    def start(self, one: int, two: int) -> None:
        board = self.board(two)
        services.start_thread(actor=self.actor(one), board_slug=board.slug, title=f"Adit {one}", source="First cores.")

    def reply(self, one: int, two: int) -> None:
        if thread := self.thread(two):
            services.post_reply(actor=self.actor(one), thread_id=thread.pk, source=f"Assay {one}.")

    def whisper(self, one: int, two: int) -> None:
        if thread := self.thread(two):
            services.post_reply(actor=self.world.moderator, thread_id=thread.pk, source=f"Mind {one}.", whisper=True)

    def quote(self, one: int, two: int) -> None:
        thread, post, actor = self.thread(two), self.post(one), self.actor(two)
        if thread and post:
            quoted = selectors.quotable(post.thread_id, post.number, viewer=actor)
            services.post_reply(actor=actor, thread_id=thread.pk, source=f"{quoted}\n\nIndeed.")

    def edit(self, one: int, two: int) -> None:
        if post := self.post(one):
            services.edit_post(actor=fresh(post.author), post_id=post.pk, source=f"Again {two}.", version=post.version)

    def remove(self, one: int, two: int) -> None:
        if post := self.post(one):
            act = services.remove_post if two % 3 else services.restore_post
            act(actor=fresh(post.author), post_id=post.pk)

    def hide(self, one: int, two: int) -> None:
        if post := self.post(one):
            act = services.hide_post if two % 3 else services.show_post
            act(post_id=post.pk, actor_id=None)

    def hide_thread(self, one: int, two: int) -> None:
        if thread := self.thread(one):
            services.set_thread_state(thread_id=thread.pk, hidden=bool(two % 3), actor_id=None)

    def move(self, one: int, two: int) -> None:
        if thread := self.thread(one):
            services.move_thread(actor=self.world.admin, thread_id=thread.pk, board_slug=self.board(two).slug)

    def merge(self, one: int, two: int) -> None:
        thread, into = self.thread(one), self.thread(two)
        if thread and into:
            services.merge_threads(actor=self.world.admin, thread_id=thread.pk, into_id=into.pk)

    def split(self, one: int, two: int) -> None:
        if post := self.post(one):
            services.split_thread(
                actor=self.world.admin, thread_id=post.thread_id, numbers=[post.number], title=f"Apart {two}"
            )

    def undo(self, one: int, two: int) -> None:
        if change := ThreadChange.objects.filter(kind__in=["moved", "merged", "split"]).order_by("-pk").first():
            services.undo_change(actor=self.world.admin, thread_id=change.thread_id, change_id=change.pk)

    def rename(self, one: int, two: int) -> None:
        if thread := self.thread(one):
            services.rename_thread(
                actor=self.world.admin, thread_id=thread.pk, title=f"Shaft {two}", version=thread.version
            )

    def close(self, one: int, two: int) -> None:
        if thread := self.thread(one):
            services.set_closure(actor=self.world.admin, thread_id=thread.pk, closed=bool(two % 2))

    def react(self, one: int, two: int) -> None:
        if post := self.post(one):
            services.react(actor=self.actor(two), post_id=post.pk, kind=list(ReactionKind)[two % 4])

    def change_board(self, one: int, two: int) -> None:
        board = self.board(one)
        settings = services.BoardSettings(slug=board.slug, title=board.title, levels=LEVELS[two % 4])
        services.change_board(actor=self.world.admin, slug=board.slug, settings=settings, version=board.version)

    def appoint(self, one: int, two: int) -> None:
        handles = ("guy-guest",) if two % 2 else ()
        services.set_board_moderators(actor=self.world.admin, slug=self.board(one).slug, handles=handles)

    def promote(self, one: int, two: int) -> None:
        member = (self.world.newcomer, self.world.geologist)[one % 2]
        members.change_role(member=member, role=ROLES[two % 3], actor_id=None)

    def suspend(self, one: int, two: int) -> None:
        standing = Standing.SILENCED if two % 2 else Standing.GOOD
        members.set_standing(member_id=self.world.operator.pk, standing=standing, actor_id=None)

    def erase(self, one: int, two: int) -> None:
        members.erase_member(member=fresh(self.world.operator))

    def number(self, one: int, two: int) -> None:
        number_all(at_once=bool(one % 2))


STEPS = [name for name in vars(Play) if name not in ("step", "actor", "board", "thread", "post") and name[0] != "_"]
MOSTLY = ["start", "start", "reply", "reply", "quote", "number", "ask", "ask", "catch_up"]

steps = st.lists(
    st.tuples(st.sampled_from([*STEPS, *MOSTLY]), st.integers(0, 40), st.integers(0, 40)), min_size=10, max_size=40
)


# Shrinking would take minutes, and a history of at most forty steps can be read.
@settings(
    max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)
@given(history=steps, limit=st.sampled_from([1, 3, 100]))
def play(world: World, history: list[tuple[str, int, int]], limit: int) -> None:
    with transaction.atomic():
        follow(world, history, limit)
        transaction.set_rollback(True)


def follow(world: World, history: list[tuple[str, int, int]], limit: int) -> None:
    stage = Play(world)
    people: list[Member] = [getattr(world, name) for name in WATCHED]
    copies = [Copy(member, limit) for member in people]
    ever = [Ever(member) for member in people]
    for what, one, two in history:
        if what in ("ask", "catch_up"):
            getattr(copies[one % len(copies)], what)()
            continue
        stage.step(what, one, two)
        for each in ever:
            each.look()
    number_all()
    for copy, known in zip(copies, ever, strict=True):
        copy.catch_up()
        assert copy.stands() == readable(copy.member)
        assert {(kind, pk) for kind, pk in copy.told_gone if pk not in known.seen[kind]} == set()


def test_a_copy_becomes_what_its_member_may_read_after_any_history(world: World) -> None:
    play(world)


def case(*steps: tuple[str, int, int]) -> Any:
    return pytest.param(list(steps), id="-".join(name for name, _, _ in steps))


@pytest.mark.parametrize(
    "after",
    [
        case(("hide", 1, 1)),
        case(("hide", 0, 1), ("hide", 1, 1)),
        case(("hide_thread", 0, 1), ("move", 0, 3)),
        case(("hide_thread", 0, 1), ("hide_thread", 0, 0)),
        case(("move", 0, 3), ("move", 0, 1)),
        case(("merge", 0, 1), ("undo", 0, 0)),
        case(("split", 1, 0), ("undo", 0, 0)),
        case(("change_board", 0, 3)),
        case(("change_board", 0, 3), ("change_board", 0, 0)),
        case(("promote", 0, 2), ("promote", 0, 0)),
        case(("appoint", 0, 1), ("whisper", 0, 0), ("number", 1, 0), ("appoint", 0, 0)),
        case(("erase", 0, 0)),
    ],
)
@pytest.mark.parametrize("between", [True, False])
def test_each_change_of_access_reaches_the_copy(world: World, after: list[tuple[str, int, int]], between: bool) -> None:
    before = [("start", 2, 0), ("reply", 2, 0), ("start", 1, 1), ("quote", 1, 1), ("number", 1, 0)]
    everybody = [("catch_up", number, 0) for number in range(len(WATCHED))]
    steps = [one for step in after for one in ([step, ("number", 1, 0), *everybody] if between else [step])]
    follow(world, [*before, *everybody, *steps], 2)
    assert Post.objects.filter(state=State.VISIBLE).exists()
