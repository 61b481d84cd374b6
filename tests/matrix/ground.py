"""The ground every walk covers: one thread a board, with words that must never leave it."""

import re
from dataclasses import dataclass
from typing import Any

import orjson
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.members.models import Level, Member
from accounts.members.selectors import Viewer, level_of
from forum.http.reference import document
from forum.notifications.models import Notification, Watch
from forum.notifications.policies import stop_token
from tests.attachments.files import bring
from tests.deposits.stock import MRIMA, stocked
from tests.standing import Standing
from tests.world import World, reply, start
from threads.deposits import services
from threads.deposits.models import Change, Price, ResourceStatement, Target
from threads.disclosures import services as disclosures
from threads.discussion.models import Board, Bookmark, Post, PostTemplate, Submission, Thread, ThreadChange
from threads.rankings.services import take_snapshot

MARK = "zirconium"  # begins every word that belongs to one board


@dataclass(frozen=True)
class Place:
    """A board, with the ids that addresses name. The thread is `author`'s; the second post is by the same."""

    board: Board
    thread: Thread
    author: Member
    values: dict[str, Any]

    @property
    def mark(self) -> str:
        return MARK + self.board.slug.replace("-", "")


type Ground = Standing[list[Place]]


def lay_out(world: World) -> list[Place]:
    """A thread with a reply on each of the four boards, all of their words marked.

    Every member was told of every reply and watches every thread, as if they had once seen all of them.
    """
    authors = (world.newcomer, world.newcomer, world.geologist, world.editor)
    places = []
    catalogue = lay_out_catalogue(world)
    for board, author in zip(world.boards, authors, strict=True):
        mark = MARK + board.slug.replace("-", "")
        Board.objects.filter(pk=board.pk).update(title=f"{mark} board", description=f"{mark} description")
        thread = start(author, board, f"{mark} title", f"{mark} opening")
        file = bring(author, b"a,b\n1,2\n", f"{mark}.csv")
        post = reply(author, thread, f"{mark} words, and [figures](attachment:{file})")
        values = {
            "slug": board.slug, "thread_id": thread.pk, "number": 2, "post_id": post.pk, "handle": author.handle,
            "code": "not_found", "seq": post.pk, "notification_id": post.pk, "kind": "thread", "key": thread.pk,
            "token": stop_token(world.newcomer.pk), **catalogue, "tag": "drilling", "place": f"thread:{thread.pk}",
            "chapter": "threads",
            **_kept(board, thread, post, author, mark),
            "what": "close", "attachment_id": file, "saved_id": 1, "device_id": 10**9, "webhook_id": 1, "delivery_id": 1,
            # Interviews stand on no board: tests/interviews walks them. Here is none.
            "interview_id": 10**9, "question_id": 10**9, "answer_id": 10**9,
        }  # fmt: skip
        for one in Member.objects.all():
            Notification.objects.create(recipient=one, seq=post.pk, reason=50, post=post, at=post.created_at)
            Watch.objects.create(member=one, kind="thread", target_id=thread.pk, level=3)
        places.append(Place(board=board, thread=thread, author=author, values=values))
    return places


def _kept(board: Board, thread: Thread, post: Post, author: Member, mark: str) -> dict[str, Any]:
    """A template, an event line, a waiting text of the author's and a bookmark of theirs."""
    template = PostTemplate.objects.create(board=board, name=f"{mark} form", body=f"{mark} headings")
    change = ThreadChange.objects.create(
        thread=thread, kind="closed", actor=author, at=thread.created_at, after_number=1
    )
    waiting = Submission.objects.create(
        author=author, thread=thread, source=f"{mark} waits", waits_for="held", hour=thread.created_at
    )
    Bookmark.objects.create(member=author, post=post, note=f"{mark} note")
    return {"template_id": template.pk, "line_id": change.pk, "submission_id": waiting.pk}


def lay_out_catalogue(world: World) -> dict[str, Any]:
    """One deposit with a party, a proposal and a snapshot: the same for every board, since the catalogue is public."""
    stocked(MRIMA)
    statement = ResourceStatement.objects.get(deposit__slug="mrima-hill")
    proposal = services.propose_change(
        actor=world.newcomer, slug="mrima-hill", target=Target.OUTPUT, target_id=None, reason="Read in a report.",
        source_url="https://example.org/output",
        columns={"year": "2020", "treo_t": "12", "reliability": "C", "credibility": "3", "source_title": "A report",
                 "source_url": "https://example.org/output"},
    )  # fmt: skip
    interest = disclosures.state_interest(
        actor=world.newcomer, said=disclosures.Said(disclosures.Interest.HOLDS, "a few shares"), deposit="mrima-hill"
    )
    return {
        "deposit": "mrima-hill", "target": "statement", "row": statement.pk, "party": "pacific-wildcat",
        "price": Price.objects.get().pk,
        "proposal": proposal, "proposal_id": proposal, "snapshot_id": take_snapshot(actor_id=None),
        "change": Change.objects.get(target="statement").pk, "change_id": Change.objects.get(target="statement").pk,
        "disclosure_id": interest,
    }  # fmt: skip


def kind(viewer: Viewer, place: Place) -> str:
    """What `viewer` is to a place: nobody or a member, who sees it or does not; staff; or its author, staff or not."""
    if viewer == place.author:
        return "staff author" if level_of(viewer) == Level.STAFF else "author"
    sees = level_of(viewer) >= place.board.read_level
    if isinstance(viewer, AnonymousUser):
        return "nobody" if sees else "nobody, unseen"
    if not sees:
        return "unseen"
    return "staff" if level_of(viewer) == Level.STAFF else "member"


def told_too_much(answer: HttpResponse, viewer: Viewer, places: list[Place]) -> list[str]:
    """Which boards that `viewer` cannot read show through in the body or the headers."""
    whole = answer.content.decode() + str(answer.headers)
    return [place.board.slug for place in places if level_of(viewer) < place.board.read_level and place.mark in whole]


def undone(client: Client, method: str, path: str, **request: Any) -> HttpResponse:
    """The answer to a request whose changes are rolled back, so that the next viewer finds the same ground."""
    with transaction.atomic():
        answer = client.generic(method, path, **request)
        transaction.set_rollback(True)
    connection.needs_rollback = False
    assert undocumented(method, answer) == ""
    return answer  # type: ignore[return-value]


def undocumented(method: str, answer: Any) -> str:
    """The code of an operation's refusal that the schema does not name with it, or nothing."""
    match = getattr(answer, "resolver_match", None)
    if answer.status_code < 400 or match is None or "/api/v1/" not in f"/{match.route}":
        return ""
    described = document()["paths"].get(described_as(match.route), {}).get(method.lower())
    if described is None:
        return ""
    code = str(orjson.loads(answer.content)["code"])
    return (
        "" if code in described["responses"][str(answer.status_code)]["x-codes"] else f"{method} {match.route}: {code}"
    )


def described_as(route: str) -> str:
    """A route as the schema writes it."""
    named = re.sub(r"<\w+:(\w+)>|\(\?P<(\w+)>[^()]*\)", lambda found: f"{{{found[1] or found[2]}}}", route)
    return "/" + named.replace("^", "").replace("$", "")


def filled(template: str, place: Place) -> str:
    """An address or a body with the place's values for `{name}` and `<kind:name>`."""
    return re.sub(r"[{<](?:\w+:)?(\w+)[}>]", lambda found: str(place.values[found[1]]), template)


def routes() -> dict[str, str]:
    """Every address that the forum answers, as the resolver has it: route to name."""
    found: dict[str, str] = {}

    def walk(patterns: list[URLPattern | URLResolver], before: str) -> None:
        for one in patterns:
            route = before + str(one.pattern)
            if isinstance(one, URLResolver):
                walk(one.url_patterns, route)
            else:
                found[route] = one.name or ""

    walk(get_resolver().url_patterns, "")
    return found
