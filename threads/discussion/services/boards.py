"""Opening boards and changing them."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member
from accounts.members.selectors import Viewer, members_by_handle
from forum.kernel import text
from forum.kernel.errors import EditConflict, FieldError, Invalid, NotFound, Words
from forum.kernel.events import publish
from forum.kernel.screening import Draft as Screened
from forum.kernel.screening import screen
from threads.discussion import policies, selectors
from threads.discussion.events import BoardChanged, BoardCreated
from threads.discussion.models import Board, BoardModerator, Colour, PostTemplate, WatchDefault
from threads.discussion.services.rendering import POST_LONGEST, clean_line


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardSettings:
    """Everything that can be set of a board. `levels` are for reading, starting and replying."""

    slug: str
    title: str
    description: str = ""
    colour: Colour = Colour.MALACHITE
    parent: str = ""
    position: int = 0
    levels: tuple[int, int, int] = (0, 1, 1)
    slow_seconds: int = 0
    archive_days: int = 0
    default_watch: WatchDefault = WatchDefault.NORMAL


@transaction.atomic
def create_board(
    *, slug: str, title: str, description: str, colour: Colour, position: int, levels: tuple[int, int, int],
    parent: Board | None = None,
) -> Board:  # fmt: skip
    """A new board, with its levels for reading, starting and replying: for commands that fill an empty house, told to nobody."""
    read, start, reply = levels
    return Board.objects.create(
        slug=slug, title=title, description=description, colour=colour, position=position, parent=parent,
        read_level=read, start_level=start, reply_level=reply,
    )  # fmt: skip


@transaction.atomic
def change_board(*, actor: Viewer, slug: str, settings: BoardSettings, version: int) -> str:
    """Change a board, or with an empty `slug` open one; its slug. Locks the board's row.

    Raises `NotSignedIn`, `AdminsOnly`, `NotFound`, `Invalid`, `EditConflict` when `version` is an old one.
    """
    admin = policies.check_boards(actor)
    _screened(settings, admin)
    board = selectors.board_for_update(slug, viewer=actor) if slug else Board(version=0)
    if board.version != version:
        raise EditConflict
    _fill(board, settings, actor)
    try:
        with transaction.atomic():
            board.save()
    except IntegrityError as error:
        raise _refused(error) from error
    publish(BoardChanged(board_id=board.pk) if slug else BoardCreated(board_id=board.pk), actor_id=admin.pk)
    return board.slug


@transaction.atomic
def save_board(*, actor: Viewer, slug: str, settings: BoardSettings, version: int, moderators: tuple[str, ...]) -> str:
    """A board with its moderators, both or neither; its slug. Locks and raises as `change_board` does."""
    saved = change_board(actor=actor, slug=slug, settings=settings, version=version)
    set_board_moderators(actor=actor, slug=saved, handles=moderators)
    return saved


@transaction.atomic
def set_board_moderators(*, actor: Viewer, slug: str, handles: tuple[str, ...]) -> None:
    """Say who moderates a board besides staff. Locks the board's row. Raises as `change_board` does."""
    admin = policies.check_boards(actor)
    board = selectors.board_for_update(slug, viewer=actor)
    wanted = {handle.strip().lstrip("@") for handle in handles if handle.strip()}
    found = members_by_handle(wanted)
    if missing := sorted(wanted - found.keys()):
        detail: Words = _("There is nobody called %(handle)s.") % {"handle": missing[0]}
        raise Invalid(detail, errors=[FieldError("moderators", "no_such_member", detail)])
    keep = {person.id for person in found.values()}
    BoardModerator.objects.filter(board=board).exclude(member__in=keep).delete()
    BoardModerator.objects.bulk_create(
        [BoardModerator(board=board, member_id=pk) for pk in sorted(keep)], ignore_conflicts=True
    )
    _touched(board, admin)


@transaction.atomic
def add_template(*, actor: Viewer, slug: str, name: str, title: str, body: str) -> int:
    """Add a form to start threads with, or replace the one of this name; its id. Locks the board's row."""
    admin = policies.check_boards(actor)
    name = text.clean(name, max_length=80, lines=False)
    title = clean_line(title, max_length=200)
    body = text.clean(body, max_length=POST_LONGEST)
    screen(Screened(kind="template", text=f"{name}\n{title}\n{body}", author_id=admin.pk))
    board = selectors.board_for_update(slug, viewer=actor)
    made, _made = PostTemplate.objects.update_or_create(board=board, name=name, defaults={"title": title, "body": body})
    _touched(board, admin)
    return made.pk


@transaction.atomic
def remove_template(*, actor: Viewer, slug: str, template_id: int) -> None:
    """Take a form away. Locks the board's row. Raises as `change_board` does."""
    admin = policies.check_boards(actor)
    board = selectors.board_for_update(slug, viewer=actor)
    gone, _rows = PostTemplate.objects.filter(board=board, pk=template_id).delete()
    if not gone:
        raise NotFound
    _touched(board, admin)


def _fill(board: Board, settings: BoardSettings, actor: Viewer) -> None:
    parent = None
    if settings.parent:
        parent = Board.objects.get(pk=selectors.board(settings.parent, viewer=actor).id)
    board.slug = settings.slug
    board.title = text.clean(settings.title, max_length=80, lines=False)
    board.description = clean_line(settings.description, max_length=300)
    board.colour = settings.colour
    board.parent = parent
    board.position = settings.position
    board.read_level, board.start_level, board.reply_level = settings.levels
    board.slow_seconds, board.archive_days = settings.slow_seconds, settings.archive_days
    board.default_watch = settings.default_watch
    board.version += 1


def _screened(settings: BoardSettings, admin: Member) -> None:
    screen(Screened(kind="board", text=f"{settings.title}\n{settings.description}", author_id=admin.pk))


def _touched(board: Board, admin: Member) -> None:
    board.version += 1
    board.save(update_fields=["version"])
    publish(BoardChanged(board_id=board.pk), actor_id=admin.pk)


REFUSALS: dict[str, tuple[str, str, Words]] = {
    "slug": ("slug", "taken", _("Another board has this address.")),
    "board_two_levels": ("parent", "two_levels", _("Boards stand in two levels: choose a board that stands below none.")),
    "board_levels_in_order": (
        "start_level", "levels", _("Whoever may start or reply must be able to read, and be a member at least."),
    ),
}  # fmt: skip


def _refused(error: IntegrityError) -> Invalid:
    """What the database holds against a board, in words."""
    words = str(error)
    for mark, (field, code, detail) in REFUSALS.items():
        if mark in words or (mark == "board_two_levels" and "two levels" in words):
            return Invalid(detail, errors=[FieldError(field, code, detail)])
    return Invalid()
