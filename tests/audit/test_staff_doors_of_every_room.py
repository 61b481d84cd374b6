"""Every door of every room by which staff do what others may not leaves a row in the audit log.

The doors are those of the walks of everybody, which miss none. A door is the staff's where a verified member is refused and
somebody of the staff is not. Moderation's own are walked beside this file, with the ground that they need.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import SimpleCookie
from django.test import Client
from django.test.client import MULTIPART_CONTENT, encode_multipart

from accounts.members.selectors import Viewer
from forum.http import valkey
from forum.kernel import clock
from forum.kernel.events.definition import definition_of
from forum.kernel.events.models import Outbox
from forum.wiring import AUDITED
from tests.interviews.cases import ask, at
from tests.matrix import catalogue, ground, people
from tests.matrix.test_api_as_everybody import WALK as OPERATIONS
from tests.matrix.test_pages_as_everybody import WALK as PAGES
from tests.matrix.test_people_by_role import BOUNDARY, app_of
from tests.world import World, client_of, start
from threads.interviews.models import Answer, Question
from threads.interviews.states import State

STAFF = ("editor", "moderator", "admin")
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
NAMES = {definition_of(cls).name for cls in AUDITED}
INTERVIEWS = re.compile(r"/api/v1/(interviews|questions|answers)/")
STAGES = {
    State.PROPOSED: '{"to": "triage"}', State.TRIAGE: '{"to": "declined", "reason": "No."}',
    State.COLLECTING: '{"to": "selected", "questions": [{question_id}]}', State.GUEST_REVIEW: '{"to": "answering"}',
    State.FROZEN: '{"to": "published"}', State.PUBLISHED: '{"to": "taken_down", "reason": "A court.", "ground": "law"}',
}  # fmt: skip

# What one keeps for oneself, where staff have no more rights than anybody; and addresses that take no such method.
OWN = re.compile(
    r"/(me|settings|files|webhooks|search|disclosures|submissions|mail|way-back|attachments)\b|^/boards$|/interviews/new$"
    r"|/posts/[^/]+/(edit|removal)$|/api/v1/posts/[^/]+$|/(support|vote|following)$|/api/v1/questions/[^/]+$|/answer$"
)

# Doors that change nothing, and by which staff learn what is private.
LOOKS = {
    "GET /staff/verification", "GET /staff/verification/<uuid:request_id>", "GET /api/v1/verification/cases",
    "GET /api/v1/verification/cases/{request_id}",
}  # fmt: skip

# Doors that say yes and change nothing, since it is so already; and what whoever is on the case looks at.
UNCHANGED: set[tuple[str, str]] = {
    ("GET /staff/verification/<uuid:request_id>", "moderator"),
    ("GET /api/v1/verification/cases/{request_id}", "moderator"),
    ("POST /staff/verification/<uuid:request_id>/take", "moderator"),
    ("PUT /api/v1/verification/cases/{request_id}/assignment", "moderator"),
}

# Doors whose ground is more than these walks lay: what proves them.
CASE = "`tests/interviews` walks each step of a case; the service tells the log by `interview_case_touched` or `question_settled`"
LINE = "it undoes the newest line by the service of the opposite door, which is walked here"
ELSEWHERE: dict[str, str] = {
    "DELETE /api/v1/threads/{thread_id}/changes/{line_id}": LINE,
    "POST /threads/<int:thread_id>/changes/<int:line_id>/undo": LINE,
    "POST /api/v1/interviews": "members propose, staff like everybody",
    "POST /api/v1/interviews/{interview_id}/approach": CASE,
    "POST /api/v1/interviews/{interview_id}/guest-checks": CASE,
    "PUT /api/v1/questions/{question_id}/admission": CASE,
    "PUT /api/v1/questions/{question_id}/merger": CASE,
    "PUT /api/v1/questions/{question_id}/selection": CASE,
}


@dataclass(frozen=True)
class Door:
    """One way in: a method and an address, as a page or as an operation, and what is sent."""

    method: str
    address: str
    body: str

    @property
    def rest(self) -> bool:
        return self.address.startswith("/api/")

    @property
    def name(self) -> str:
        return f"{self.method} {self.address}"


AHEAD = (clock.now() + timedelta(days=30)).strftime("%Y-%m-%dT%H:%M")
THREAD = "/api/v1/threads/{thread_id}"

# What the walks send changes nothing at these doors: what to send instead, and what must have been done before.
SENT = {
    "POST /threads/<int:thread_id>/timers": f"close={AHEAD}",
    f"PUT {THREAD}/timers/{{what}}": f'{{"at": "{AHEAD}:00Z"}}',
    f"PUT {THREAD}/location": '{"board": "core-shed"}',
    f"POST {THREAD}/merges": '{"into": {other_id}}',
}
BEFORE = {
    **{f"DELETE {THREAD}/{state}": Door("PUT", f"{THREAD}/{state}", "") for state in ("closure", "archive", "pin")},
    f"DELETE {THREAD}/timers/{{what}}": Door("PUT", f"{THREAD}/timers/{{what}}", f'{{"at": "{AHEAD}:00Z"}}'),
}


def doors() -> list[Door]:
    """Every door that may change something, and those of `LOOKS`."""
    pages = [
        Door(method, f"/{route}", body)
        for route, steps in (PAGES | catalogue.PAGES).items() for method, body, _ in steps if "api/v1" not in route
    ]  # fmt: skip
    rest = [Door(*name.split(), body) for name, (body, _) in (OPERATIONS | catalogue.OPERATIONS).items()]
    own = [(*name.split(), body) for name, body in (people.PAGES | people.OPERATIONS).items()]
    of_people = [Door(method, f"/{address.removeprefix('/')}", body) for method, address, body in own]
    found = [one for one in (*pages, *rest, *of_people) if one.method != "GET" or one.name in LOOKS]
    return [replace(one, body=SENT.get(one.name, one.body)) for one in found]


def filled(template: str, values: dict[str, Any]) -> str:
    return re.sub(r"[{<](?:\w+:)?(\w+)[}>]", lambda found: str(values.get(found[1], found[0])), template)


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    connection.needs_rollback = False


type Ways = dict[int, tuple[SimpleCookie, Client]]


def ways_in(viewers: Iterable[Viewer]) -> Ways:
    """By member: what a browser holds that is signed in, and an app with a token."""
    return {one.pk: (client_of(one).cookies, app_of(one)) for one in viewers}


def sent(door: Door, viewer: Viewer, values: dict[str, Any], ways: Ways) -> tuple[int, set[str]]:
    """The status, and the names of what was told to the log."""
    last = Outbox.objects.order_by("-id").values_list("id", flat=True).first() or 0
    cookies, app = ways[viewer.pk]
    client = app if door.rest else Client()
    if not door.rest:
        client.cookies = deepcopy(cookies)
    data: str | bytes = filled(door.body, values)
    kind = JSON if door.rest else FORM
    if data in ("FILE", "PICTURE"):
        file = SimpleUploadedFile("proof", bytes(people.FILE["content"]), str(people.FILE["type"]))
        data = encode_multipart(BOUNDARY, {"document" if data == "FILE" else "picture": file})
        kind = MULTIPART_CONTENT
    path, query = filled(door.address, values), ""
    if isinstance(data, str) and data.startswith("?"):
        query, data = data, ""
    headers = {"if-match": '"v1"'}
    status = client.generic(door.method, path + query, data=data, content_type=kind, headers=headers).status_code
    told = Outbox.objects.filter(pk__gt=last, actor_id=viewer.pk)
    return status, set(told.values_list("name", flat=True))


@dataclass
class Found:
    """What walks found: the doors that others have, too; the staff's that left a row; (door, who) of those that did not."""

    open_to_others: set[str] = field(default_factory=set)
    proven: set[str] = field(default_factory=set)
    silent: set[tuple[str, str]] = field(default_factory=set)

    @property
    def doors(self) -> set[str]:
        return self.open_to_others | self.proven | {door for door, _who in self.silent}


def walk(found: Found, world: World, values: dict[str, Any], wanted: Iterable[Door]) -> None:
    """Try each door as a verified member and as the staff; whatever happens is taken back."""
    ways = ways_in([world.protected, *(getattr(world, who) for who in STAFF)])
    for door in wanted:
        # So many writes are more than the limits take.
        valkey.client().flushdb()
        with rolled_back():
            if sent(door, world.protected, values, ways)[0] < 400:
                found.open_to_others.add(door.name)
                continue
        for who in STAFF:
            with rolled_back():
                viewer = getattr(world, who)
                if door.name in BEFORE:
                    sent(BEFORE[door.name], viewer, values, ways)
                status, told = sent(door, viewer, values, ways)
            if status < 400 and not told & NAMES:
                found.silent.add((door.name, who))
            elif status < 400:
                found.proven.add(door.name)


def interview_at(world: World, stage: State) -> dict[str, int]:
    """What the addresses of an interview at this stage name."""
    pk = at(world, stage)
    question = ask(world, pk) if stage == State.COLLECTING else Question.objects.filter(interview=pk).last()
    answer = Answer.objects.filter(question__interview=pk).last()
    return {"interview_id": pk, "question_id": question.pk if question else 0, "answer_id": answer.pk if answer else 0}


def test_each_leaves_a_row_or_is_named_with_the_reason(world: World) -> None:
    every, found = doors(), Found()
    values = ground.lay_out(world)[0].values
    other = start(world.geologist, world.public)
    walk(found, world, values | {"other_id": other.pk}, every)
    of_people = values | people.lay_out(world)
    walk(found, world, of_people, [door for door in every if door.name not in found.doors])
    for stage, step in STAGES.items():
        ids = interview_at(world, stage) | {"handle": world.admin.handle}
        mine = [replace(door, body=step) if door.address.endswith("/transitions") else door for door in every]
        walk(found, world, ids, [door for door in mine if INTERVIEWS.match(door.address)])

    assert found.silent == UNCHANGED
    tried = {door.name for door in every if not OWN.search(door.address)}
    assert tried - found.doors == set(ELSEWHERE)
    assert len(found.proven) > 50
