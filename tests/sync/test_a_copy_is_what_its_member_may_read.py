"""Whatever happens, and whenever an app asks, its copy is what its member may read, and it never hears of anything else."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.members import services as members
from accounts.members.models import Member, Role, Standing
from accounts.members.selectors import fresh
from forum.kernel import clock
from forum.kernel.errors import AssayError
from forum.notifications import selectors as inbox
from forum.notifications.services import set_reading
from tests.contract.stirring import OUTPUT, SOURCE
from tests.deposits.stock import deposit, rows_of, stocked
from tests.interviews import cases
from tests.notifications.telling import tell
from tests.sync.copying import Copy, Ever, end_embargo, number_all, readable
from tests.world import World
from threads.deposits.models import Target
from threads.deposits.services import apply_change
from threads.discussion import selectors, services
from threads.discussion.models import Board, Post, ReactionKind, State, Thread, ThreadChange
from threads.interviews import states as stages
from threads.interviews.models import Answer, Interview, Question
from threads.interviews.services import answering, asking, proposing, publishing

LEVELS = [(0, 1, 1), (1, 1, 1), (2, 2, 2), (3, 3, 3)]
ROLES = [Role.MEMBER, Role.VERIFIED, Role.MODERATOR]
THINGS = ("actor", "board", "thread", "post", "interview", "question")
TALKING = ("newcomer", "geologist", "guest", "moderator")
WATCHED = (*TALKING, "editor", "protected")


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

    # --- interviews, the catalogue, the inbox

    def interview(self, number: int) -> Interview | None:
        found = list(Interview.objects.order_by("pk"))
        return found[number % len(found)] if found else None

    def question(self, number: int) -> Question | None:
        found = list(Question.objects.order_by("pk"))
        return found[number % len(found)] if found else None

    def propose(self, one: int, two: int) -> None:
        cases.propose(self.world, f"Water {one}")

    def advance(self, one: int, two: int) -> None:
        if (found := self.interview(one)) and found.state in cases.PATH[:-1]:
            following = cases.PATH[cases.PATH.index(stages.State(found.state)) + 1]
            if following == stages.State.COLLECTING and two % 2:
                until = clock.now() + timedelta(hours=1)
                asking.open_questions(actor=self.world.editor, interview_id=found.pk, until=until, live=True)
            elif following == stages.State.PUBLISHED and two % 2:
                publishing.publish_transcript(
                    actor=self.world.editor, interview_id=found.pk, embargo_until=clock.now() + timedelta(hours=1)
                )
            else:
                cases.STEPS[following](self.world, found.pk)

    def end_embargo(self, one: int, two: int) -> None:
        if found := Interview.objects.filter(state="embargoed").first():
            end_embargo(found.pk)
            if two % 2:
                publishing.release_embargo(interview_id=found.pk)

    def take_down(self, one: int, two: int) -> None:
        if found := self.interview(one):
            for editor in (self.world.editor, self.world.admin):
                publishing.vote_takedown(
                    actor=editor, interview_id=found.pk, ground="safety", reason="She is in danger."
                )

    def release(self, one: int, two: int) -> None:
        if found := Answer.objects.order_by("pk").first():
            cases.clear(self.world, found.interview_id)
            found.refresh_from_db()
            act = answering.release_answer if two % 2 else answering.strike_answer
            act(actor=self.world.editor, answer_id=found.pk, version=found.version)

    def second(self, one: int, two: int) -> None:
        if found := self.interview(one):
            proposing.set_second(actor=self.actor(two), interview_id=found.pk, wanted=True)

    def question_asked(self, one: int, two: int) -> None:
        if found := self.interview(one):
            cases.ask(self.world, found.pk, f"Which stream, {two}?", by=self.actor(two))

    def question_changed(self, one: int, two: int) -> None:
        if found := self.question(one):
            if two % 3 == 0:
                asking.withdraw_question(actor=fresh(found.asker), question_id=found.pk)
            elif two % 3 == 1:
                asking.decline_question(actor=self.world.editor, question_id=found.pk, reason="Asked before.")
            else:
                asking.set_vote(actor=self.actor(two), question_id=found.pk, wanted=True)
                asking.count_votes(interview_id=found.interview_id)

    def catalogue(self, one: int, two: int) -> None:
        slug = f"hill-{one % 3}"
        stocked({"deposits.csv": rows_of("deposits", deposit(slug))})
        columns = {**OUTPUT, "year": str(1980 + two)}
        apply_change(
            actor=self.world.editor, slug=slug, target=Target.OUTPUT, target_id=None, columns=columns, version=None, **SOURCE
        )  # fmt: skip

    def mention(self, one: int, two: int) -> None:
        if thread := self.thread(two):
            services.post_reply(
                actor=self.actor(one),
                thread_id=thread.pk,
                source="@nora-new, @gil-geologist, @guy-guest and @mina-moderator?",
            )

    def tell(self, one: int, two: int) -> None:
        tell()

    def mark(self, one: int, two: int) -> None:
        member: Member = getattr(self.world, WATCHED[one % len(WATCHED)])
        if rows := inbox.inbox(viewer=member):
            row = rows[two % len(rows)]
            set_reading(actor=member, seq=row.id, read=not row.read)

    def number(self, one: int, two: int) -> None:
        number_all(at_once=bool(one % 2))


STEPS = [name for name in vars(Play) if name not in ("step", *THINGS) and name[0] != "_"]
MOSTLY = [
    "start", "start", "reply", "reply", "quote", "number", "ask", "ask", "catch_up", "propose", "advance", "advance", "advance",
    "question_asked", "mention", "tell", "mark",
]  # fmt: skip

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
        tell()  # The inbox hears of what happens from its first moment on.
        follow(world, history, limit, WATCHED)
        transaction.set_rollback(True)


def follow(world: World, history: list[tuple[str, int, int]], limit: int, watched: Sequence[str]) -> None:
    stage = Play(world)
    Member.objects.filter(pk=world.protected.pk).update(protected=True, email="")
    people: list[Member] = [getattr(world, name) for name in watched]
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
        assert {(kind, pk) for kind, pk in copy.told_gone if kind in known.seen and pk not in known.seen[kind]} == set()


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
    everybody = [("catch_up", number, 0) for number in range(len(TALKING))]
    steps = [one for step in after for one in ([step, ("number", 1, 0), *everybody] if between else [step])]
    follow(world, [*before, *everybody, *steps], 2, TALKING)
    assert Post.objects.filter(state=State.VISIBLE).exists()
