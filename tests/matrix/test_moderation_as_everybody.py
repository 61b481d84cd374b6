"""Every page and operation of moderation: strangers, members, whom it met, editors, moderators with and without a part."""

import re

import pytest

from forum.http.reference import METHODS, document
from moderation.actions import links
from moderation.actions import services as actions
from moderation.actions.models import Statement
from moderation.appeals import services as appeals
from moderation.queue import services as queue
from moderation.rules import services as rules
from tests.interviews.cases import ask, at
from tests.matrix.ground import routes, undone
from tests.queue.ground import bad_post, decide, reported, taken, tell
from tests.standing import Standing
from tests.world import World, client_of, code_of, reply
from threads.interviews.states import State as Stage

type Values = dict[str, object]
type Ground = Standing[Values]
WHO = ("nobody", "operator", "newcomer", "editor", "moderator", "second_moderator", "admin")
FORM = "application/x-www-form-urlencoded"
MINE = re.compile(r"moderation/|reports?\b|notices\b")


def row(*statuses: int) -> dict[str, int]:
    """One status for each of `WHO`; a single one for everybody."""
    return dict(zip(WHO, statuses if len(statuses) > 1 else statuses * len(WHO), strict=True))


STAFF_READ = row(303, 403, 403, 403, 200, 200, 200)
STAFF_DID = row(303, 403, 403, 403, 303, 303, 303)
OPEN = row(200)
API_STAFF = row(401, 403, 403, 403, 200, 200, 200)

PAGES: dict[str, tuple[str, str, dict[str, int]]] = {
    "report/<slug:kind>/<str:target_id>": ("POST", "reason=spam", row(303, 303, 403, 303, 303, 303, 303)),
    "reports": ("GET", "", row(303, 200, 200, 200, 200, 200, 200)),
    "reports/by/<str:token>": ("GET", "", OPEN),
    "notices": ("GET", "", row(303, 200, 200, 200, 200, 200, 200)),
    "notices/<int:statement_id>": ("GET", "", row(303, 404, 200, 404, 404, 404, 404)),
    "notices/by/<str:link>": ("GET", "", OPEN),
    "moderation/queue": ("GET", "", STAFF_READ),
    "moderation/queue/next": ("POST", "", STAFF_DID),
    "moderation/queue/views": ("POST", "name=Mine", STAFF_DID),
    "moderation/queue/bulk": ("POST", "item={item_id}-2&kind=hide&reason=spam", STAFF_READ),
    "moderation/queue/bulk/<uuid:bulk>": ("POST", "", STAFF_DID),
    "moderation/queue/<int:item_id>": ("GET", "", STAFF_READ),
    "moderation/queue/<int:item_id>/lease": ("POST", "do=take", row(303, 403, 403, 403, 303, 409, 409)),
    "moderation/queue/<int:item_id>/notes": ("POST", "text=Look.", STAFF_DID | {WHO[0]: 401}),
    "moderation/queue/<int:item_id>/decision": (
        "POST", "kind=hide&reason=spam&version={version}", row(303, 403, 403, 403, 303, 409, 409)
    ),
    "moderation/actions": ("GET", "", STAFF_READ),
    "moderation/actions/<int:action_id>": ("GET", "", STAFF_READ),
    "moderation/actions/<int:action_id>/change": ("POST", "do=reverse", STAFF_DID),
    "moderation/actions/<int:removed_id>/sealed": ("POST", "", row(303, 403, 403, 403, 403, 403, 403)),
    "moderation/act/<slug:kind>/<str:target_id>": (
        "POST", "kind=hide&reason=spam", row(303, 403, 403, 403, 303, 409, 409)
    ),
    "moderation/audit": ("GET", "", row(404, 404, 404, 404, 200, 200, 200)),
    "moderation/audit/<int:number>": ("POST", "", row(303, 404, 404, 404, 403, 403, 303)),
    "moderation/appeals": ("GET", "", STAFF_READ),
    "moderation/appeals/<int:appeal_id>": ("GET", "", STAFF_READ),
    "moderation/appeals/<int:appeal_id>/messages": ("POST", "text=Why.", row(401, 403, 403, 403, 403, 303, 303)),
    "moderation/rules": ("GET", "", STAFF_READ),
    "moderation/rules/<int:rule_id>": ("POST", "do=replay", STAFF_READ),
    "moderation/log": ("GET", "", OPEN),
    "moderation/transparency": ("GET", "", OPEN),
}  # fmt: skip

CHOICE = '{"kind": "hide", "reason": "spam"}'
RULE = '"conditions": [{"is": "links", "least": 3}], "effect": "hold", "why": "Links."'
MADE = row(401, 403, 403, 403, 201, 201, 201)
DONE = row(401, 403, 403, 403, 204, 204, 204)
ME = row(401, 200, 200, 200, 200, 200, 200)
MET = row(401, 404, 200, 404, 404, 404, 404)
WRITTEN = '{"text": "Once more."}'
AUDITORS = row(401, 404, 404, 404, 200, 200, 200)

OPERATIONS: dict[str, tuple[str, dict[str, int]]] = {
    "POST /api/v1/posts/{post_id}/reports": ('{"reason": "spam"}', row(201, 201, 403, 201, 201, 201, 201)),
    "POST /api/v1/threads/{thread_id}/reports": ('{"reason": "spam"}', row(201)),
    "POST /api/v1/members/{handle}/reports": ('{"reason": "spam"}', row(201, 201, 403, 201, 201, 201, 201)),
    "POST /api/v1/interviews/{interview_id}/reports": ('{"reason": "spam"}', row(201)),
    "POST /api/v1/questions/{question_id}/reports": ('{"reason": "spam"}', row(201)),
    "GET /api/v1/reports/by/{token}": ("", OPEN),
    "GET /api/v1/me/reports": ("", ME),
    "GET /api/v1/me/reports/{report_id}": ("", row(401, 200, 404, 404, 404, 404, 404)),
    "GET /api/v1/me/notices": ("", ME),
    "GET /api/v1/me/notices/{statement_id}": ("", MET),
    "GET /api/v1/me/notices/{statement_id}/appeal": ("", MET),
    "POST /api/v1/me/notices/{statement_id}/appeal": ('{"text": "Again."}', row(401, 404, 409, 404, 404, 404, 404)),
    "DELETE /api/v1/me/notices/{statement_id}/appeal": ("", row(401, 404, 204, 404, 404, 404, 404)),
    "POST /api/v1/me/notices/{statement_id}/appeal/messages": ('{"text": "A"}', row(401, 404, 201, 404, 404, 404, 404)),
    "GET /api/v1/notices/by/{link}": ("", OPEN),
    "GET /api/v1/notices/by/{link}/appeal": ("", OPEN),
    "POST /api/v1/notices/by/{link}/appeal": (WRITTEN, row(409)),
    "DELETE /api/v1/notices/by/{link}/appeal": ("", row(204)),
    "POST /api/v1/notices/by/{link}/appeal/messages": (WRITTEN, row(201)),
    "GET /api/v1/moderation/queue": ("", API_STAFF),
    "GET /api/v1/moderation/queue/counts": ("", API_STAFF),
    "POST /api/v1/moderation/queue/lease": ("{}", row(401, 403, 403, 403, 204, 200, 200)),
    "GET /api/v1/moderation/queue/views": ("", API_STAFF),
    "POST /api/v1/moderation/queue/views": ('{"name": "Mine"}', MADE),
    "DELETE /api/v1/moderation/queue/views/{view_id}": ("", row(401, 403, 403, 403, 204, 404, 404)),
    "GET /api/v1/moderation/queue/{item_id}": ("", API_STAFF),
    "PUT /api/v1/moderation/queue/{item_id}/lease": ("", row(401, 403, 403, 403, 200, 409, 409)),
    "DELETE /api/v1/moderation/queue/{item_id}/lease": ("", row(401, 403, 403, 403, 204, 409, 409)),
    "POST /api/v1/moderation/queue/{item_id}/notes": ('{"text": "Look."}', MADE),
    "POST /api/v1/moderation/queue/{item_id}/decision": (CHOICE, row(401, 403, 403, 403, 201, 409, 409)),
    "POST /api/v1/moderation/decisions": (
        '{"kind": "hide", "items": [{"item": {item_id}, "version": {version}}]}', MADE
    ),
    "DELETE /api/v1/moderation/decisions/{bulk}": ("", DONE),
    "GET /api/v1/moderation/actions": ("", API_STAFF),
    "POST /api/v1/moderation/actions": (
        '{"kind": "warn", "target_kind": "member", "target_id": "{member_id}"}', MADE
    ),
    "GET /api/v1/moderation/actions/{action_id}": ("", API_STAFF),
    "PUT /api/v1/moderation/actions/{action_id}/reversal": ("{}", DONE),
    "PUT /api/v1/moderation/actions/{action_id}/signature": ("", row(401, 403, 403, 403, 409, 409, 409)),
    "DELETE /api/v1/moderation/actions/{action_id}/signature": ("", row(401, 403, 403, 403, 409, 409, 409)),
    "POST /api/v1/moderation/actions/{action_id}/sealed": ("", MADE),
    "GET /api/v1/moderation/actions/{action_id}/sealed": ("", row(401, 403, 403, 403, 403, 403, 403)),
    "GET /api/v1/moderation/appeals": ("", API_STAFF),
    "GET /api/v1/moderation/appeals/{appeal_id}": ("", API_STAFF),
    "POST /api/v1/moderation/appeals/{appeal_id}/messages": ('{"text": "A"}', row(401, 403, 403, 403, 403, 201, 201)),
    "PUT /api/v1/moderation/appeals/{appeal_id}/decision": (
        '{"outcome": "upheld", "answer": "It stands."}', row(401, 403, 403, 403, 403, 409, 409)
    ),
    "GET /api/v1/moderation/rules": ("", API_STAFF),
    "POST /api/v1/moderation/rules": ('{"name": "Other", ' + RULE + "}", MADE),
    "GET /api/v1/moderation/rules/{rule_id}": ("", API_STAFF),
    "PUT /api/v1/moderation/rules/{rule_id}": ("{" + RULE + "}", API_STAFF),
    "PUT /api/v1/moderation/rules/{rule_id}/state": ('{"state": "retired"}', DONE),
    "POST /api/v1/moderation/rules/{rule_id}/replay": ("", API_STAFF),
    "GET /api/v1/moderation/models": ("", API_STAFF),
    "GET /api/v1/moderation/audit": ("", AUDITORS),
    "GET /api/v1/moderation/audit/roots": ("", OPEN),
    "GET /api/v1/moderation/audit/{number}": ("", AUDITORS),
    "PUT /api/v1/moderation/audit/{number}/redaction": ("", row(401, 404, 404, 404, 403, 403, 204)),
    "GET /api/v1/moderation/log": ("", OPEN),
    "GET /api/v1/moderation/transparency": ("", OPEN),
    "GET /api/v1/moderation/statements": ("", OPEN),
}  # fmt: skip


def lay_out(world: World) -> Values:
    """A removal by the moderator that the newcomer appealed, an item the moderator holds, a bulk, a rule, an audit row."""
    removal = decide(reported(world), world.moderator, "remove")
    statement = Statement.objects.get()
    appeal = appeals.file_appeal(member_id=world.newcomer.pk, statement_id=statement.pk, words="It was a joke.")
    spam = reported(world, bad_post(world))
    bulk = actions.decide_many(
        actor=world.second_moderator, items=[(spam.pk, spam.version)], choice=actions.Choice("hide", "spam")
    ).bulk  # fmt: skip
    post = bad_post(world)
    item = taken(reported(world, post), world.moderator)
    rule = rules.write_rule(
        actor=world.admin, name="Links", wanted=rules.Wanted([{"is": "links", "least": 3}], "hold", "Links.")
    )  # fmt: skip
    guests = client_of(world.nobody).post(f"/report/post/{post.pk}", {"reason": "spam"}).headers["Location"]
    item.refresh_from_db()
    view = queue.save_view(actor=world.moderator, name="All", filters=queue.EVERYTHING)
    question = ask(world, at(world, Stage.COLLECTING))
    tell("audit")
    return {
        "interview_id": question.interview_id, "question_id": question.pk,
        "kind": "post", "target_id": post.pk, "post_id": post.pk, "thread_id": post.thread_id, "handle": "nora-new",
        "token": guests.rpartition("/")[2], "link": links.notice_url(statement.pk, world.newcomer.pk).rpartition("/")[2],
        "statement_id": statement.pk, "item_id": item.pk, "version": item.version, "bulk": bulk, "action_id": removal.action_id,
        "removed_id": removal.action_id,
        "appeal_id": appeal, "rule_id": rule, "number": 1, "view_id": view, "member_id": world.newcomer.pk,
        "report_id": item.reports.get(reporter=world.operator).pk,
    }  # fmt: skip


def filled(template: str, values: dict[str, object]) -> str:
    return re.sub(r"[<{](?:\w+:)?(\w+)[>}]", lambda found: str(values.get(found[1], found[0])), template)


def test_nothing_is_forgotten() -> None:
    pages = {
        route.replace("notices/by/<str:token>", "notices/by/<str:link>").replace(
            "action_id>/sealed", "removed_id>/sealed"
        )
        for route in routes()
        if MINE.match(route)
    }
    paths = document()["paths"].items()
    named = {
        f"{method.upper()} {path}".replace("notices/by/{token}", "notices/by/{link}")
        for path, one in paths
        for method in METHODS
        if method in one
    }
    assert pages == set(PAGES)
    assert {name for name in named if re.search(r"/moderation/|/reports\b|/notices\b", name)} == set(OPERATIONS)


@pytest.mark.parametrize("route", sorted(PAGES))
def test_each_page_for_everybody(standing: Ground, route: str) -> None:
    ground = standing.laid
    method, body, expected = PAGES[route]
    got = {
        who: undone(
            standing.browser(who), method, f"/{filled(route, ground)}", data=filled(body, ground), content_type=FORM
        ).status_code
        for who in WHO
    }  # fmt: skip
    assert got == expected


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_each_operation_for_everybody(standing: Ground, operation: str) -> None:
    ground = standing.laid
    (method, template), (body, expected) = operation.split(), OPERATIONS[operation]
    got = {}
    for who in WHO:
        answer = undone(
            standing.app(who), method, filled(template, ground), data=filled(body, ground),
            content_type="application/json", headers={"if-match": f'"v{ground["version"]}"'},
        )  # fmt: skip
        got[who] = answer.status_code
        assert answer.status_code < 400 or code_of(answer)
    assert got == expected


def test_nothing_public_names_a_member_or_a_reporter(standing: Ground) -> None:
    world = standing.world
    reply(world.newcomer, bad_post(world).thread, "Still here.")
    stranger = standing.browser("nobody")
    for path in (
        "/moderation/log",
        "/moderation/transparency",
        "/api/v1/moderation/log",
        "/api/v1/moderation/statements",
    ):
        said = stranger.get(path).content.decode()
        assert "trust me" not in said
        for person in ("nora-new", "olga-operator", "mina-moderator", "milo-moderator"):
            assert person not in said, path
