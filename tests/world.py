"""The cast. Every test speaks of the same people, boards and threads by name."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection
from django.test import Client

from accounts.members.handles import skeleton
from accounts.members.models import Level, Member, Role
from accounts.members.selectors import NOBODY, Viewer
from threads.discussion import services as discussion
from threads.discussion.models import Board, Colour, Post, Thread

PASSWORD = "a quiet pit at dawn"


@dataclass
class World:
    """Ana reads without an account; the others are members. Made once a test, in few queries."""

    nobody: Viewer
    newcomer: Member
    geologist: Member
    operator: Member
    protected: Member
    guest: Member
    editor: Member
    moderator: Member
    second_moderator: Member
    admin: Member
    public: Board
    members_only: Board
    verified_only: Board
    staff_only: Board

    @property
    def viewers(self) -> dict[str, Viewer]:
        """Every kind of viewer, by name."""
        return {
            "nobody": self.nobody,
            "newcomer": self.newcomer,
            "geologist": self.geologist,
            "operator": self.operator,
            "protected": self.protected,
            "guest": self.guest,
            "editor": self.editor,
            "moderator": self.moderator,
            "second_moderator": self.second_moderator,
            "admin": self.admin,
        }

    @property
    def boards(self) -> tuple[Board, ...]:
        return (self.public, self.members_only, self.verified_only, self.staff_only)


def member(handle: str, role: Role = Role.MEMBER, **fields: Any) -> Member:
    """A member without a password: tests sign in with `client_of`."""
    made = _unsaved(handle, role, **fields)
    made.save()
    return made


def _unsaved(handle: str, role: Role = Role.MEMBER, **fields: Any) -> Member:
    return Member(handle=handle, email=f"{handle.lower()}@example.org", role=role, password="!", **fields)


def build() -> World:
    """The whole cast on four boards, one a level."""
    levels = (
        ("field-notes", "Field notes", (Level.PUBLIC, Level.MEMBER, Level.MEMBER)),
        ("lounge", "Lounge", (Level.MEMBER, Level.MEMBER, Level.MEMBER)),
        ("core-shed", "Core shed", (Level.VERIFIED, Level.VERIFIED, Level.VERIFIED)),
        ("back-office", "Back office", (Level.STAFF, Level.STAFF, Level.STAFF)),
    )
    boards = Board.objects.bulk_create(
        Board(
            slug=slug, title=title, description=f"What is said in {title.lower()}.", colour=Colour.MALACHITE, position=place,
            read_level=read, start_level=start, reply_level=reply,
        )
        for place, (slug, title, (read, start, reply)) in enumerate(levels)
    )  # fmt: skip
    people = {
        "newcomer": _unsaved("nora-new"),
        "geologist": _unsaved("gil-geologist", Role.VERIFIED),
        "operator": _unsaved("olga-operator", Role.VERIFIED),
        "protected": _unsaved("pema-protected", Role.VERIFIED),
        "guest": _unsaved("guy-guest", Role.GUEST),
        "editor": _unsaved("edda-editor", Role.EDITOR),
        "moderator": _unsaved("mina-moderator", Role.MODERATOR),
        "second_moderator": _unsaved("milo-moderator", Role.MODERATOR),
        "admin": _unsaved("ada-admin", Role.ADMIN),
    }
    for one in people.values():
        one.handle_key = skeleton(one.handle)  # as `save` does
    Member.objects.bulk_create(people.values())
    public, members_only, verified_only, staff_only = boards
    return World(
        nobody=NOBODY,
        public=public,
        members_only=members_only,
        verified_only=verified_only,
        staff_only=staff_only,
        **people,
    )


def start(
    actor: Member, board: Board, title: str = "Assays from the north wall", source: str = "First cores."
) -> Thread:
    """A thread by `actor`."""
    return Thread.objects.get(
        pk=discussion.start_thread(actor=actor, board_slug=board.slug, title=title, source=source)
    )


def reply(actor: Member, thread: Thread, source: str = "What was the cut-off?") -> Post:
    """A reply by `actor`."""
    return Post.objects.get(pk=discussion.post_reply(actor=actor, thread_id=thread.pk, source=source))


def client_of(viewer: Viewer) -> Client:
    """A browser signed in as `viewer`."""
    client = Client()
    if isinstance(viewer, Member):
        client.force_login(viewer, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def send(client: Client, method: str, path: str, body: object = None, **headers: str) -> Any:
    """A REST request: `body` as JSON where there is one, `if_match="x"` as the header `If-Match: x`."""
    raw = b"" if body is None else orjson.dumps(body)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.generic(method.upper(), path, raw, content_type="application/json", headers=named)


def code_of(response: Any) -> str:
    """The code of a refusal over REST, which must be problem details that agree with the status."""
    assert response.headers["Content-Type"] == "application/problem+json", response.content
    problem = orjson.loads(response.content)
    assert problem["status"] == response.status_code
    assert problem["type"] == f"/problems/{problem['code']}/"
    return str(problem["code"])


# A token's own row remembers the day of its last use, whatever is then refused.
_MOVING = {"accounts_accesstoken"}


def everything() -> dict[str, str]:
    """Every row that our tables hold, as one digest for each table with rows: what is equal before and after did not change."""
    with connection.cursor() as cursor:
        # A table without a page has no rows; of a table in parts the parts have them.
        cursor.execute(
            "SELECT relname FROM pg_class WHERE (relkind = 'r' AND pg_relation_size(oid) > 0 OR relkind = 'p')"
            " AND NOT relispartition AND relname ~ '^(accounts?|threads|forum|moderation)_' ORDER BY relname"
        )
        tables = [name for (name,) in cursor.fetchall() if name not in _MOVING]
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{name}', md5(string_agg(row::text, '|' ORDER BY row::text)) FROM {name} AS row HAVING count(*) > 0"
                for name in tables
            )
        )
        return dict(cursor.fetchall())


@contextmanager
def nothing_changes() -> Iterator[None]:
    """Proof that a refusal left no trace: not a row, not an event, not a key."""
    before = everything()
    yield
    assert changed_tables(before, everything()) == set()


def changed_tables(before: dict[str, str], after: dict[str, str]) -> set[str]:
    """The tables in which `everything` found other rows."""
    return {name for name in before | after if before.get(name) != after.get(name)}
