"""Boards, as their readers see them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.members.models import Level
from accounts.members.selectors import Person, Viewer, person_of
from forum.kernel.errors import NotFound
from threads.discussion.models import Board, BoardModerator, PostTemplate, WatchDefault
from threads.discussion.selectors.visibility import boards_seen


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A board, with the level one must have to read, to start, to reply. `parent` is the slug of the board above, if any."""

    id: int
    slug: str
    title: str
    description: str
    colour: str
    parent_id: int | None
    position: int
    read_level: Level
    start_level: Level
    reply_level: Level
    slow_seconds: int
    archive_days: int
    default_watch: WatchDefault
    thread_count: int
    post_count: int
    version: int
    parent: str = ""

    @property
    def url(self) -> str:
        return f"/boards/{self.slug}"


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A form to start a thread with."""

    id: int
    name: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Stem:
    """A board of the first level with those below it."""

    board: BoardRow
    below: list[BoardRow] = field(default_factory=list)


def boards(*, viewer: Viewer) -> list[BoardRow]:
    """The boards that `viewer` may read: each followed by those below it, in their order. One query."""
    return [row for stem in board_tree(viewer=viewer) for row in (stem.board, *stem.below)]


def board_tree(*, viewer: Viewer) -> list[Stem]:
    """The same in two levels. A board whose upper one the viewer may not read stands by itself."""
    found = list(boards_seen(viewer=viewer).order_by("position", "id"))
    slugs = {one.pk: one.slug for one in found}
    stems = {one.pk: Stem(_row(one)) for one in found if one.parent_id not in slugs}
    for one in found:
        if one.parent_id in stems:
            stems[one.parent_id].below.append(_row(one, parent=slugs[one.parent_id]))
    return list(stems.values())


def board(slug: str, *, viewer: Viewer) -> BoardRow:
    """The board under this slug, or `NotFound`."""
    found = boards_seen(viewer=viewer).select_related("parent").filter(slug=slug).first()
    if found is None:
        raise NotFound
    return board_of(
        found, viewer_sees=boards_seen(viewer=viewer).values_list("pk", flat=True) if found.parent_id else ()
    )


def board_of(found: Board, *, viewer_sees: Iterable[int] = ()) -> BoardRow:
    """The row of a board already fetched, naming the one above it only if it is among `viewer_sees`."""
    seen = found.parent is not None and found.parent_id in set(viewer_sees)
    return _row(found, parent=found.parent.slug if seen and found.parent else "")


def board_for_update(slug: str, *, viewer: Viewer) -> Board:
    """Locks the board's row."""
    found = boards_seen(viewer=viewer).select_for_update(of=("self",)).filter(slug=slug).first()
    if found is None:
        raise NotFound
    return found


def moderators_of(board_id: int) -> list[Person]:
    """Who moderates a board besides staff, by handle."""
    found = BoardModerator.objects.filter(board=board_id).select_related("member").order_by("member__handle_key")
    return [person_of(one.member) for one in found]


def templates(board_id: int) -> list[TemplateRow]:
    """A board's templates by name, for those who see the board."""
    return [_template(one) for one in PostTemplate.objects.filter(board=board_id).order_by("name", "id")]


def template(board_id: int, template_id: int) -> TemplateRow:
    """One template of a board, or `NotFound`."""
    found = PostTemplate.objects.filter(board=board_id, pk=template_id).first()
    if found is None:
        raise NotFound
    return _template(found)


def _template(found: PostTemplate) -> TemplateRow:
    return TemplateRow(id=found.pk, name=found.name, title=found.title, body=found.body)


def _row(found: Board, *, parent: str = "") -> BoardRow:
    return BoardRow(
        id=found.pk,
        slug=found.slug,
        title=found.title,
        description=found.description,
        colour=found.colour,
        parent_id=found.parent_id,
        position=found.position,
        read_level=Level(found.read_level),
        start_level=Level(found.start_level),
        reply_level=Level(found.reply_level),
        slow_seconds=found.slow_seconds,
        archive_days=found.archive_days,
        default_watch=WatchDefault(found.default_watch),
        thread_count=found.thread_count,
        post_count=found.post_count,
        version=found.version,
        parent=parent,
    )
