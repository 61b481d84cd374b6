"""Every operation of the schema with what it takes to succeed: who asks, the address filled in, and a body.

Bodies and ids come from the tables of tests/matrix, which no operation may miss; what succeeds there for nobody (interviews,
files) has its own ground here. Nothing else names an operation, so a new one is walked as soon as the matrix knows it.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import orjson
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.client import MULTIPART_CONTENT, encode_multipart

from forum.http.reference import METHODS, document
from forum.webhooks import services as webhooks
from forum.webhooks.models import Delivery, Outcome
from moderation.actions import links
from moderation.actions.models import Statement
from moderation.appeals.models import Appeal
from moderation.queue.models import ReviewItem
from tests.attachments.files import png
from tests.interviews import cases
from tests.matrix import catalogue, ground, people, test_api_as_everybody, test_moderation_as_everybody
from tests.matrix.test_people_by_role import app_of
from tests.queue.ground import bad_post, decide, reported, taken
from tests.verification.cases import PDF
from tests.world import World, start
from threads.interviews.models import Answer, Question
from threads.interviews.states import State

type Json = dict[str, Any]
type Files = dict[str, SimpleUploadedFile | str]
BOUNDARY = "BoUnDaRyStRiNg"
# Those who may do most stand first.
WHO = ("admin", "editor", "second_moderator", "moderator", "geologist", "operator", "newcomer", "guest", "nobody")


@dataclass(frozen=True)
class Walked:
    """One operation as the schema describes it."""

    method: str
    path: str
    described: Json

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    def takes(self, header: str) -> bool:
        return any(one["name"] == header for one in self.described["parameters"])

    @property
    def query(self) -> set[str]:
        return {one["name"] for one in self.described["parameters"] if one["in"] == "query"}

    @property
    def media(self) -> str:
        return next(iter(self.described.get("requestBody", {}).get("content", {"": None})))

    @property
    def fields(self) -> Json:
        """The properties of the body, by name."""
        content = self.described.get("requestBody", {}).get("content", {})
        for one in content.values():
            shape = one["schema"]["$ref"].rpartition("/")[2]
            properties: Json = document()["components"]["schemas"][shape]["properties"]
            return properties
        return {}


def walked(*methods: str) -> list[Walked]:
    """All operations, or those of some methods."""
    return [
        Walked(method.upper(), path, one[method])
        for path, one in document()["paths"].items()
        for method in METHODS
        if method in one and (not methods or method.upper() in methods)
    ]


@dataclass
class Ground:
    """A forum with one of everything; `values` by the table that an operation stands in."""

    world: World
    values: dict[str, Json]
    own: dict[str, tuple[Json, Any]]
    clients: dict[str, Client]

    def ids(self, one: Walked) -> Json:
        if one.name in self.own:
            return {**self.values["matrix"], **self.own[one.name][0]}
        found = self.values[table_of(one)]
        return found | {"token": found["link"]} if SEALED in one.name else found

    def address(self, one: Walked) -> str:
        values = self.ids(one)
        path = re.sub(r"\{(\w+)\}", lambda found: str(values[found[1]]), one.path)
        body = BODIES[table_of(one)][one.name]
        return path + (_filled(body, values) if body.startswith("?") else "")

    def body(self, one: Walked) -> Any:
        if one.name in self.own and self.own[one.name][1] is not None:
            return self.own[one.name][1]
        body = BODIES[table_of(one)][one.name]
        if body == "FILE":
            return {"document": PDF}
        return None if not body or body.startswith("?") else orjson.loads(_filled(body, self.ids(one)))

    def tag(self, one: Walked) -> str:
        """The tag that an edit must name: of the same address, or of the version that the tables know."""
        if "get" in document()["paths"][one.path]:
            for name in WHO:
                found: str = self.clients[name].get(self.address(one).partition("?")[0]).headers.get("ETag", "")
                if found:
                    return found
        return f'"v{self.ids(one).get("version", 1)}"'

    def send(self, name: str, one: Walked, body: Any = None, **headers: str) -> Any:
        """The answer to somebody who sends this operation what it needs. `if_match="x"` is the header `If-Match: x`."""
        body = self.body(one) if body is None else body
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        if one.takes("If-Match") and "if_match" not in headers:
            named["if-match"] = self.tag(one)
        if one.media == "multipart/form-data":
            files = {key: _file(key, value) for key, value in body.items()}
            raw, kind = encode_multipart(BOUNDARY, files), MULTIPART_CONTENT
        else:
            raw, kind = b"" if body is None else orjson.dumps(body), "application/json"
        return self.clients[name].generic(one.method, self.address(one), raw, content_type=kind, headers=named)

    def somebody(self, one: Walked) -> str:
        """The first to whom this operation is granted, or nothing."""
        for name in WHO:
            with undone():
                if self.send(name, one).status_code < 300:
                    return name
        return ""


def _file(name: str, value: Any) -> Any:
    kind = "application/pdf" if value == PDF else "image/png"
    return SimpleUploadedFile(name, value, kind) if isinstance(value, bytes) else value


def _filled(template: str, values: Json) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: str(values.get(found[1], found[0])), template)


SEALED = "/notices/by/{token}"
"""What opens for whoever holds a sealed link. The tables keep that token apart from the one of a guest's report."""

BODIES: dict[str, dict[str, str]] = {
    "matrix": {name: body for name, (body, _) in test_api_as_everybody.WALK.items()}
    | {name: body for name, (body, _) in catalogue.OPERATIONS.items()},
    "people": people.OPERATIONS,
    "moderation": {
        name.replace("/notices/by/{link}", SEALED): body
        for name, (body, _) in test_moderation_as_everybody.OPERATIONS.items()
    },
}


def table_of(one: Walked) -> str:
    return next(name for name, table in BODIES.items() if one.name in table)


@contextmanager
def undone() -> Iterator[None]:
    """What happens within is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    connection.needs_rollback = False


def lay_out(world: World) -> Ground:
    """All grounds of tests/matrix on one world, and our own."""
    moderation = test_moderation_as_everybody.lay_out(world)
    with connection.cursor() as cursor:
        # A consumer ran in this transaction, and asked for all of them at once; in the forum each has one of its own.
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    values = {"people": people.lay_out(world), "matrix": ground.lay_out(world)[0].values, "moderation": moderation}
    values["matrix"] |= _webhook(world)
    # Everybody signs in before anything is undone, or they would be signed out with it.
    return Ground(world, values, _own(world), {name: app_of(world.viewers[name]) for name in WHO})


def _webhook(world: World) -> Json:
    """A webhook of the administrator's, with one message that did not arrive."""
    settings = webhooks.Settings(name="A", url="https://hook.example.org/", kinds=("reply_posted",))
    made, _ = webhooks.add_webhook(actor=world.admin, settings=settings)
    delivery = webhooks.ping(actor=world.admin, webhook_id=made)
    Delivery.objects.filter(pk=delivery).update(outcome=Outcome.FAILED)
    return {"webhook_id": made, "delivery_id": delivery}


def told(faults: Mapping[str, str]) -> str:
    """What is wrong, a line each; nothing where nothing is."""
    return "\n".join(f"{name}: {fault}" for name, fault in faults.items() if fault)


def _own(world: World) -> dict[str, tuple[Json, Any]]:
    """Ids and bodies of what the tables of the matrix only refuse."""
    asking, answering = cases.at(world, State.COLLECTING), cases.at(world, State.ANSWERING)
    accepted, triage, proposed = (
        cases.at(world, State.ACCEPTED),
        cases.at(world, State.TRIAGE),
        cases.at(world, State.PROPOSED),
    )
    published = cases.at(world, State.PUBLISHED)
    question = cases.ask(world, asking)
    decide(reported(world, bad_post(world)), world.moderator, "hide")
    statement, appeal = Statement.objects.latest("id"), Appeal.objects.get()
    held = taken(ReviewItem.objects.get(target_kind="appeal"), world.second_moderator).version
    answer = Answer.objects.get(interview=answering)
    answered = Question.objects.filter(interview=answering).earliest("id")
    case, steps = "/api/v1/interviews/{interview_id}", "/api/v1/questions/{question_id}"
    below = ("", "/transcript", "/answers", "/transitions", "/contacts", "/terms")
    reads: dict[str, tuple[Json, Any]] = {f"GET {case}{name}": ({"interview_id": published}, None) for name in below}
    return reads | {
        "POST /api/v1/interviews": ({}, {"title": "A", "guest": "B", "reasons": "C"}),
        f"POST {case}/transitions": ({"interview_id": proposed}, {"to": "triage"}),
        f"POST {case}/contacts": ({"interview_id": triage}, None),
        f"POST {case}/terms": ({"interview_id": accepted}, None),
        f"POST {case}/questions": ({"interview_id": asking}, None),
        f"POST {steps}/follow-ups": ({"question_id": answered.pk}, None),
        f"GET {steps}": ({"question_id": question.pk}, None),
        f"GET {case}/questions": ({"interview_id": asking}, None),
        f"PATCH {steps}": ({"question_id": question.pk}, None),
        "PUT /api/v1/answers/{answer_id}/state": ({"answer_id": answer.pk, "version": answer.version}, None),
        f"POST {case}/guest-checks": ({"interview_id": accepted}, None),
        f"POST {case}/corrections": (
            {"interview_id": published},
            {"answer": Answer.objects.get(interview=published).pk, "text": "Better put.", "note": "A slip."},
        ),
        "POST /api/v1/attachments": ({}, {"file": png(), "alt": "The north wall"}),
        "POST /api/v1/threads/{thread_id}/merges": ({}, {"into": start(world.newcomer, world.public).pk}),
        "POST /api/v1/me/notices/{statement_id}/appeal": ({"statement_id": statement.pk}, None),
        f"POST /api/v1{SEALED}/appeal": (
            {"token": links.notice_url(statement.pk, world.newcomer.pk).rpartition("/")[2]},
            orjson.loads(test_moderation_as_everybody.WRITTEN),
        ),
        "PUT /api/v1/moderation/appeals/{appeal_id}/decision": ({"appeal_id": appeal.pk, "version": held}, None),
    }
