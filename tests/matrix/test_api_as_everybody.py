"""Every operation that the API's schema names, as every kind of viewer, on every board."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from accounts.members import scopes, services
from forum.http.reference import METHODS, document
from tests.matrix import people
from tests.matrix.catalogue import OPERATIONS as CATALOGUE_OPERATIONS
from tests.matrix.ground import Ground, filled, kind, lay_out, told_too_much, undone
from tests.matrix.test_pages_as_everybody import EVERYBODY, SEEN, STRANGERS, all_get
from tests.world import code_of

__all__ = ["lay_out"]
UNSEEN = ("nobody, unseen", "unseen")
STAFF = ("staff", "staff author")
AUTHORS = ("author", "staff author")
SIGN_IN = dict.fromkeys(STRANGERS, 401)
ADMINS = all_get(403) | SIGN_IN
KEEPERS = all_get(403, but=204, to=STAFF) | {"unseen": 404} | SIGN_IN

# These have a walk of their own: there, not all staff are alike.
MODERATION = re.compile(r"/moderation/|/reports\b|/notices\b")

# Operation: body, and the status by what the viewer is to the place (see `ground.kind`).
WALK: dict[str, tuple[str, dict[str, int]]] = {
    "GET /api/v1/me": ("", EVERYBODY | SIGN_IN),
    "PATCH /api/v1/me": ('{"bio": "Hello."}', EVERYBODY | SIGN_IN),
    "GET /api/v1/me/notifications": ("", EVERYBODY | SIGN_IN),
    "PUT /api/v1/me/notifications/reading": ('{"up_to": 1}', all_get(204) | SIGN_IN),
    "PATCH /api/v1/me/notifications/{notification_id}": ('{"read": true}', all_get(200) | {"unseen": 404} | SIGN_IN),
    "GET /api/v1/me/notifications/channels": ("", EVERYBODY | SIGN_IN),
    "PUT /api/v1/me/notifications/channels": (
        '{"mail": true, "discreet": false, "zone": "UTC", "quiet_from": 0, "quiet_until": 0, "digest_hour": 8, "digest_day": 1}',
        EVERYBODY | SIGN_IN,
    ),
    "GET /api/v1/me/devices": ("", EVERYBODY | SIGN_IN),
    "POST /api/v1/me/devices": (
        '{"endpoint": "https://example.org/x", "p256dh": "a", "auth": "b"}', all_get(400) | SIGN_IN
    ),
    "DELETE /api/v1/me/devices/{device_id}": ("", all_get(404) | SIGN_IN),
    "GET /api/v1/me/subscriptions": ("", EVERYBODY | SIGN_IN),
    "PUT /api/v1/me/subscriptions/{kind}/{key}": ('{"level": "muted"}', all_get(200) | {"unseen": 404} | SIGN_IN),
    "DELETE /api/v1/me/subscriptions/{kind}/{key}": ("", all_get(204) | {"unseen": 404} | SIGN_IN),
    "GET /api/v1/members/{handle}": ("", EVERYBODY),
    "GET /api/v1/boards": ("", EVERYBODY),
    "GET /api/v1/boards/{slug}": ("", SEEN),
    "GET /api/v1/threads": ("", EVERYBODY),
    "POST /api/v1/threads": (
        '{"board": "{slug}", "title": "A", "text": "B"}', all_get(201, but=404, to=UNSEEN) | SIGN_IN
    ),
    "GET /api/v1/threads/{thread_id}": ("", SEEN),
    "PATCH /api/v1/threads/{thread_id}": ('{"title": "A"}', all_get(200) | {"member": 403, "unseen": 404} | SIGN_IN),
    "PUT /api/v1/threads/{thread_id}/closure": ("", all_get(403, but=204, to=STAFF) | {"unseen": 404} | SIGN_IN),
    "DELETE /api/v1/threads/{thread_id}/closure": ("", all_get(403, but=204, to=STAFF) | {"unseen": 404} | SIGN_IN),
    "GET /api/v1/threads/{thread_id}/posts": ("", SEEN),
    "POST /api/v1/threads/{thread_id}/posts": ('{"text": "B"}', all_get(201, but=404, to=UNSEEN) | SIGN_IN),
    "GET /api/v1/posts/{post_id}": ("", SEEN),
    "PATCH /api/v1/posts/{post_id}": ('{"text": "B"}', all_get(403, but=200, to=AUTHORS) | {"unseen": 404} | SIGN_IN),
    "GET /api/v1/posts/{post_id}/revisions": ("", SEEN),
    "POST /api/v1/boards": ('{"slug": "another", "title": "A"}', ADMINS | {"as admin": 201}),
    "PUT /api/v1/boards/{slug}": ('{"slug": "{slug}", "title": "A"}', ADMINS | {"as admin": 200}),
    "GET /api/v1/boards/{slug}/moderators": ("", SEEN),
    "PUT /api/v1/boards/{slug}/moderators": ('{"handles": []}', ADMINS | {"as admin": 204}),
    "GET /api/v1/boards/{slug}/templates": ("", SEEN),
    "POST /api/v1/boards/{slug}/templates": ('{"name": "A", "body": "B"}', ADMINS | {"as admin": 201}),
    "GET /api/v1/boards/{slug}/templates/{template_id}": ("", SEEN),
    "DELETE /api/v1/boards/{slug}/templates/{template_id}": ("", ADMINS | {"as admin": 204}),
    "PUT /api/v1/threads/{thread_id}/pin": ("", KEEPERS),
    "DELETE /api/v1/threads/{thread_id}/pin": ("", KEEPERS),
    "PUT /api/v1/threads/{thread_id}/archive": ("", KEEPERS),
    "DELETE /api/v1/threads/{thread_id}/archive": ("", KEEPERS),
    "GET /api/v1/threads/{thread_id}/timers": ("", SEEN),
    "PUT /api/v1/threads/{thread_id}/timers/{what}": ('{"at": "2099-01-01T00:00:00Z"}', KEEPERS | dict.fromkeys(STAFF, 400)),
    "DELETE /api/v1/threads/{thread_id}/timers/{what}": ("", KEEPERS),
    "PUT /api/v1/threads/{thread_id}/location": ('{"board": "{slug}"}', KEEPERS),
    "POST /api/v1/threads/{thread_id}/merges": (
        '{"into": {thread_id}}', all_get(400) | SIGN_IN
    ),
    "POST /api/v1/threads/{thread_id}/splits": (
        '{"title": "A", "posts": [2]}', all_get(403, but=201, to=STAFF) | {"unseen": 404} | SIGN_IN
    ),
    "GET /api/v1/threads/{thread_id}/changes": ("", SEEN),
    "GET /api/v1/threads/{thread_id}/changes/{line_id}": ("", SEEN),
    "DELETE /api/v1/threads/{thread_id}/changes/{line_id}": (
        "", all_get(403, but=409, to=STAFF) | {"unseen": 404} | SIGN_IN
    ),
    "PUT /api/v1/threads/{thread_id}/tags": ('{"tags": ["drilling"]}', all_get(204) | {"member": 403, "unseen": 404} | SIGN_IN),
    "GET /api/v1/threads/{thread_id}/summary": ("", all_get(404)),
    "PUT /api/v1/threads/{thread_id}/summary": ('{"text": "A"}', ADMINS | {"as admin": 204, "as editor": 204}),
    "DELETE /api/v1/threads/{thread_id}/summary": ("", ADMINS | {"as admin": 204, "as editor": 204}),
    "GET /api/v1/threads/{thread_id}/reading": ("", all_get(200) | {"unseen": 404} | SIGN_IN),
    "PUT /api/v1/threads/{thread_id}/reading": ('{"number": 2}', all_get(204) | {"unseen": 404} | SIGN_IN),
    "GET /api/v1/threads/{thread_id}/tree": ("", SEEN),
    "PUT /api/v1/posts/{post_id}/removal": ("", all_get(403, but=204, to=AUTHORS) | {"unseen": 404} | SIGN_IN),
    "DELETE /api/v1/posts/{post_id}/removal": ("", all_get(403, but=204, to=AUTHORS) | {"unseen": 404} | SIGN_IN),
    "PUT /api/v1/posts/{post_id}/reactions": (
        '{"kind": "thanks"}', all_get(204, but=403, to=AUTHORS) | {"unseen": 404} | SIGN_IN
    ),
    "DELETE /api/v1/posts/{post_id}/reactions": ("", all_get(204, but=403, to=AUTHORS) | {"unseen": 404} | SIGN_IN),
    "PUT /api/v1/posts/{post_id}/bookmark": ("{}", all_get(204) | {"unseen": 404} | SIGN_IN),
    "DELETE /api/v1/posts/{post_id}/bookmark": ("", all_get(204) | SIGN_IN),
    "POST /api/v1/previews": ('{"text": "*A*", "board": "{slug}"}', all_get(200) | {"unseen": 404} | SIGN_IN),
    "GET /api/v1/me/drafts": ("", EVERYBODY | SIGN_IN),
    "GET /api/v1/me/drafts/{place}": ("", all_get(404) | SIGN_IN),
    "PUT /api/v1/me/drafts/{place}": ('{"text": "A", "sequence": 0}', all_get(200) | {"unseen": 404} | SIGN_IN),
    "DELETE /api/v1/me/drafts/{place}": ("", all_get(204) | SIGN_IN),
    "GET /api/v1/me/submissions": ("", EVERYBODY | SIGN_IN),
    "GET /api/v1/me/submissions/{submission_id}": ("", all_get(404, but=200, to=AUTHORS) | SIGN_IN),
    "DELETE /api/v1/me/submissions/{submission_id}": ("", all_get(404, but=204, to=AUTHORS) | SIGN_IN),
    "GET /api/v1/me/bookmarks": ("", EVERYBODY | SIGN_IN),
    "PUT /api/v1/me/reading": ("{}", EVERYBODY | SIGN_IN),
    "GET /api/v1/search": ("", all_get(400)),
    "GET /api/v1/me/searches": ("", EVERYBODY | SIGN_IN),
    "GET /api/v1/sync": ("", EVERYBODY | SIGN_IN),
    "GET /api/v1/webhooks": ("", EVERYBODY | SIGN_IN),
    "POST /api/v1/webhooks": (
        '{"name": "A", "url": "https://hook.example.org/", "kinds": ["reply_posted"]}', all_get(201) | SIGN_IN
    ),
    **{
        f"{method} /api/v1/webhooks/{rest}": (body, all_get(404) | SIGN_IN)
        for method, rest, body in (
            ("GET", "{webhook_id}", ""),
            ("PUT", "{webhook_id}", '{"name": "A", "url": "https://hook.example.org/", "kinds": ["reply_posted"]}'),
            ("DELETE", "{webhook_id}", ""),
            ("POST", "{webhook_id}/secret", ""),
            ("GET", "{webhook_id}/deliveries", ""),
            ("POST", "{webhook_id}/deliveries", ""),
            ("GET", "{webhook_id}/deliveries/{delivery_id}", ""),
            ("POST", "{webhook_id}/deliveries/{delivery_id}/redeliveries", ""),
        )
    },
    "POST /api/v1/me/searches": ('{"name": "Clay", "query": "clay*"}', all_get(201) | SIGN_IN),
    "DELETE /api/v1/me/searches/{saved_id}": ("", all_get(404) | SIGN_IN),
    "GET /api/v1/attachments": ("", EVERYBODY | SIGN_IN),
    "POST /api/v1/attachments": ("", all_get(415) | SIGN_IN),
    "GET /api/v1/attachments/{attachment_id}": ("", SEEN),
    "DELETE /api/v1/attachments/{attachment_id}": ("", all_get(404, but=409, to=AUTHORS) | SIGN_IN),
    "GET /api/v1/attachments/{attachment_id}/bytes": ("", SEEN),
    "GET /api/v1/interviews": ("", EVERYBODY),
    "POST /api/v1/interviews": ("{}", all_get(400) | SIGN_IN),
    "GET /api/v1/interviews/{interview_id}": ("", all_get(404)),
    "GET /api/v1/interviews/{interview_id}/transcript": ("", all_get(404)),
    "GET /api/v1/interviews/{interview_id}/questions": ("", all_get(404)),
    "GET /api/v1/interviews/{interview_id}/answers": ("", all_get(404)),
    "GET /api/v1/questions/{question_id}": ("", all_get(404)),
    "GET /api/v1/interviews/{interview_id}/transitions": ("", all_get(404) | SIGN_IN),
    "GET /api/v1/interviews/{interview_id}/contacts": ("", all_get(404) | SIGN_IN),
    "GET /api/v1/interviews/{interview_id}/terms": ("", all_get(404) | SIGN_IN),
    "GET /api/v1/me/interviews": ("", EVERYBODY | SIGN_IN),
    "GET /api/v1/interviews/{interview_id}/case": ("", all_get(404) | SIGN_IN),
    "PUT /api/v1/interviews/{interview_id}/case/editors/{handle}": ("", all_get(404) | SIGN_IN),
    "POST /api/v1/interviews/{interview_id}/guest-checks": ('{"method": "vouched"}', all_get(404) | SIGN_IN),
    "PUT /api/v1/interviews/{interview_id}/recording": (
        '{"url": "https://a.example/b", "media_type": "audio/mpeg", "size": 1, "seconds": 1}', all_get(404) | SIGN_IN
    ),
    "POST /api/v1/interviews/{interview_id}/corrections": (
        '{"answer": {answer_id}, "text": "A", "note": "B"}', all_get(404) | SIGN_IN
    ),
    "PUT /api/v1/interviews/{interview_id}/support": ("", all_get(404) | SIGN_IN),
    "DELETE /api/v1/interviews/{interview_id}/support": ("", all_get(404) | SIGN_IN),
    "POST /api/v1/interviews/{interview_id}/transitions": ('{"to": "triage"}', all_get(404) | SIGN_IN),
    "POST /api/v1/interviews/{interview_id}/approach": ("", all_get(404) | SIGN_IN),
    "POST /api/v1/interviews/{interview_id}/contacts": (
        '{"channel": "mail", "contacted_on": "2026-11-22", "terms": "A"}', all_get(404) | SIGN_IN
    ),
    "POST /api/v1/interviews/{interview_id}/terms": (
        '{"wording": "A", "attribution": "on_record", "shown_as": "B"}', all_get(404) | SIGN_IN
    ),
    "PUT /api/v1/interviews/{interview_id}/risk": ('{"danger": true}', all_get(404) | SIGN_IN),
    "POST /api/v1/interviews/{interview_id}/questions": ('{"text": "A"}', all_get(404) | SIGN_IN),
    "PATCH /api/v1/questions/{question_id}": ('{"text": "A"}', all_get(404) | SIGN_IN),
    "DELETE /api/v1/questions/{question_id}": ("", all_get(404) | SIGN_IN),
    "PUT /api/v1/questions/{question_id}/vote": ("", all_get(404) | SIGN_IN),
    "DELETE /api/v1/questions/{question_id}/vote": ("", all_get(404) | SIGN_IN),
    "PUT /api/v1/questions/{question_id}/following": ("", all_get(404) | SIGN_IN),
    "DELETE /api/v1/questions/{question_id}/following": ("", all_get(404) | SIGN_IN),
    "GET /api/v1/answers/{answer_id}/quote": ("", all_get(404)),
    "GET /api/v1/interviews/{interview_id}/takedown": ("", all_get(404) | SIGN_IN),
    "GET /api/v1/interviews/signing-key": ("", EVERYBODY),
    "PUT /api/v1/questions/{question_id}/admission": ("", all_get(404) | SIGN_IN),
    "PUT /api/v1/questions/{question_id}/selection": ("", all_get(404) | SIGN_IN),
    "PUT /api/v1/questions/{question_id}/merger": ('{"into": {question_id}}', all_get(404) | SIGN_IN),
    "PUT /api/v1/questions/{question_id}/refusal": ('{"reason": "A"}', all_get(404) | SIGN_IN),
    "POST /api/v1/questions/{question_id}/follow-ups": ('{"text": "A"}', all_get(404) | SIGN_IN),
    "PUT /api/v1/questions/{question_id}/answer": ('{"text": "A", "attribution": "on_record"}', all_get(404) | SIGN_IN),
    "PUT /api/v1/answers/{answer_id}/state": ('{"state": "struck"}', all_get(404) | SIGN_IN),
}  # fmt: skip


def operations() -> list[str]:
    paths = document()["paths"].items()
    named = [f"{method.upper()} {path}" for path, one in paths for method in METHODS if method in one]
    return sorted(name for name in named if not MODERATION.search(name))


def test_no_operation_is_forgotten() -> None:
    assert operations() == sorted({*WALK, *CATALOGUE_OPERATIONS, *people.OPERATIONS})


@pytest.mark.parametrize("operation", sorted(WALK))
def test_everybody_gets_what_they_may_and_not_a_word_of_another_board(standing: Ground, operation: str) -> None:
    places = standing.laid
    (method, template), (body, statuses) = operation.split(), WALK[operation]
    visited = places if "{" in template + body[1:] else places[:1]
    wrong, leaks = [], []
    for name, viewer in standing.world.viewers.items():
        client = standing.app(name)
        for place in visited:
            answer = undone(
                client, method, filled(template, place), data=filled(body, place), content_type="application/json",
                headers={"if-match": '"v1"'},
            )  # fmt: skip
            expected = statuses.get(f"as {name}", statuses[kind(viewer, place)])
            if answer.status_code != expected:
                wrong.append((name, place.board.slug, answer.status_code, expected, answer.content[:200]))
            if answer.status_code >= 400:
                assert code_of(answer)
            leaks += [(name, slug) for slug in told_too_much(answer, viewer, places)]
    assert wrong == []
    assert leaks == []


@pytest.mark.parametrize("operation", sorted(WALK))
def test_a_token_without_the_scope_opens_nothing(standing: Ground, operation: str) -> None:
    place = standing.laid[0]
    (method, template), (body, _) = operation.split(), WALK[operation]
    needed = document()["paths"][template][method.lower()]["security"][-1]["accessToken"]
    others = [scope for scope in scopes.SCOPES if scope not in needed]
    _, secret = services.issue_token(
        member=standing.world.admin, name="test", granted=others, lifetime=timedelta(days=1)
    )  # fmt: skip
    client = Client(headers={"authorization": f"Bearer {secret}", "if-match": '"v1"'})

    answer = undone(client, method, filled(template, place), data=filled(body, place), content_type="application/json")

    assert code_of(answer) == "scope_missing"
    assert needed[0] in answer.headers["WWW-Authenticate"]
