"""That somebody was approached shows nowhere: as every viewer, on every page, operation, feed and event."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.members.models import Member
from accounts.members.selectors import Viewer
from accounts.members.services import accept_invitation
from forum.http import pages
from forum.kernel.events import latest_seq, tail
from forum.kernel.events.models import Outbox
from forum.kernel.jobs.models import Job
from forum.live import selectors as live
from forum.sync.selectors.reading import TOLD
from moderation.audit.models import AuditRow
from moderation.audit.selectors import entries as audited
from tests.interviews.cases import as_before, at, invite, offer, second_editor
from tests.queue.ground import tell
from tests.world import World, client_of
from threads.interviews.models import Interview
from threads.interviews.services import approach
from threads.interviews.states import State

type Api = Callable[..., Client]
SECRETS = ("Promethium", "approached", "Ayla Marn", "guy-guest", "You may read every answer")
PAGES = (
    "/interviews", "/interviews?tab=proposals", "/interviews?tab=answering", "/interviews?tab=ended", "/interviews?tab=library",
    "/interviews?tab=asking", "/interviews/{id}", "/interviews/{id}/desk", "/interviews/{id}/transcript.json",
    "/interviews/{id}/transcript.txt", "/interviews/{id}/chapters.json", "/interviews/feed.xml", "/", "/inbox",
    "/members/edda-editor", "/search?q=hydrologist", "/moderation/audit", "/interviews/{id}?questions=held",
    "/members/guy-guest", "/sitemap.xml", "/moderation/log", "/submissions", "/settings/notifications",
)  # fmt: skip
OPERATIONS = (
    "/api/v1/interviews", "/api/v1/interviews?stage=proposals", "/api/v1/interviews?stage=ended", "/api/v1/interviews/{id}",
    "/api/v1/interviews/{id}/questions", "/api/v1/interviews/{id}/answers", "/api/v1/interviews/{id}/transcript",
    "/api/v1/interviews/{id}/transitions", "/api/v1/interviews/{id}/contacts", "/api/v1/interviews/{id}/terms",
    "/api/v1/me/notifications", "/api/v1/interviews/{id}/case", "/api/v1/me/interviews", "/api/v1/moderation/audit",
    "/api/v1/search?q=hydrologist", "/api/v1/me/export", "/api/v1/search?q=guy-guest",
    "/api/v1/members/guy-guest", "/api/v1/me/subscriptions", "/api/v1/interviews/{id}/takedown",
)  # fmt: skip


def outsiders(world: World) -> dict[str, Viewer]:
    """Everybody but the editor of the case and the guest; another editor and the administrator among them."""
    kinds = ("nobody", "newcomer", "geologist", "protected", "moderator", "admin")
    others = {name: one for name, one in world.viewers.items() if name in kinds}
    return {**others, "other editor": second_editor()}


def seen(world: World, viewer: Viewer, api: Api, interview_id: int) -> dict[str, tuple[int, bytes, str]]:
    """All that `viewer` gets: status, body and entity tag of each address."""
    browser, client = client_of(viewer), api(viewer)
    found = {}
    for paths, by in ((PAGES, browser), (OPERATIONS, client)):
        for path in paths:
            answer = by.get(path.format(id=interview_id))
            found[path] = (answer.status_code, answer.content, answer.headers.get("ETag", ""))
    return found


def plain(found: dict[str, tuple[int, bytes, str]]) -> dict[str, tuple[int, bytes, str]]:
    """Without what differs from request to request."""
    return {path: (status, CSRF.sub(b"", body), tag) for path, (status, body, tag) in found.items()}


CSRF = re.compile(
    rb'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"|value="[\w-]{22}"|data-relative>[^<]*<|urn:uuid:[0-9a-f-]{36}'
)


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str]]:
    return [(name, path) for name, found in before.items() for path in found if after[name][path] != found[path]]


def test_before_and_after_the_approach_every_outsider_gets_the_same_bytes(
    world: World, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    # With the next span of time every tagged page has another tag: here it is the approach alone that passes.
    monkeypatch.setattr(pages, "RENEWED_SECONDS", 10**12)
    interview_id = at(world, State.TRIAGE)
    people = outsiders(world)
    before = {name: plain(seen(world, viewer, api, interview_id)) for name, viewer in people.items()}

    secret = invite(world, interview_id)
    offer(world, interview_id)
    after = {name: plain(seen(world, viewer, api, interview_id)) for name, viewer in people.items()}
    accept_invitation(actor=world.guest, secret=secret)
    approach.accept_interview(actor=world.guest, interview_id=interview_id, show=False)
    told = {name: people[name] for name in ("nobody", "moderator", "other editor")}
    accepted = {name: plain(seen(world, viewer, api, interview_id)) for name, viewer in told.items()}

    assert changed(before, after) == changed({name: before[name] for name in told}, accepted) == []
    for name, found in before.items():
        for path, (_status, body, _tag) in found.items():
            # The guest's own page names them, before as after.
            assert not [word for word in SECRETS if word.encode() in body and word not in path], (name, path)


@pytest.mark.parametrize("show", [False, True])
def test_a_refusal_reads_as_the_guest_wants_it_and_not_otherwise(world: World, api: Api, show: bool) -> None:
    refused, lapsed = at(world, State.APPROACHED), at(world, State.TRIAGE)
    approach.refuse_interview(actor=world.guest, interview_id=refused, show=show)
    Interview.objects.filter(pk=lapsed).update(lapse_on=datetime.now(UTC).date() - timedelta(days=1))
    approach.lapse_interview(interview_id=lapsed)

    faces = [api(world.newcomer).get(f"/api/v1/interviews/{pk}").json()["stage"] for pk in (refused, lapsed)]

    assert faces == ["declined" if show else "closed", "closed"]


def test_the_log_of_events_names_no_interview_for_what_only_the_case_knows(world: World) -> None:
    interview_id = at(world, State.TRIAGE)
    Outbox.objects.all().delete()

    secret = invite(world, interview_id)
    offer(world, interview_id)
    accept_invitation(actor=world.guest, secret=secret)
    approach.accept_interview(actor=world.guest, interview_id=interview_id, show=False)

    told = list(Outbox.objects.values_list("name", "aggregate", "payload"))
    of_the_case = Outbox.objects.filter(name__startswith="interview")
    assert set(of_the_case.values_list("actor_id", flat=True)) == {world.editor.pk, None}
    assert {name for name, _aggregate, _payload in told} == {
        "interview_case_touched", "interview_case_moved",
    }  # fmt: skip
    assert not [one for one in told if f"interview:{interview_id}" in one[1] or "interview_id" in one[2]]
    assert not [one for one in told if "interview" in str(one[2].get("purpose", ""))]
    assert tail(0, 100) == [] or all("interview_id" not in one.payload for one in tail(0, 100))


def test_the_audit_says_of_an_approach_what_it_says_of_any_work_on_a_case(world: World) -> None:
    interview_id = at(world, State.TRIAGE)
    tell("audit")
    as_before()
    before = AuditRow.objects.count()

    secret = invite(world, interview_id)
    offer(world, interview_id)
    accept_invitation(actor=world.guest, secret=secret)
    approach.accept_interview(actor=world.guest, interview_id=interview_id, show=False)
    approach.check_guest(actor=world.editor, interview_id=interview_id, method="in_person")
    tell("audit")

    rows = audited(viewer=world.admin, limit=AuditRow.objects.count() - before)
    assert {row.name for row in rows} == {"interview_case_touched"}
    assert len({str(row.said) for row in rows}) <= len(rows)
    for row in rows:
        assert row.said is not None
        assert set(row.said["payload"]) == {"case_id"}
        assert row.said["actor"] == world.editor.pk


def test_no_stream_sync_or_webhook_carries_a_thing_of_it(world: World) -> None:
    interview_id = at(world, State.TRIAGE)
    tell("webhooks")
    as_before()
    head = latest_seq()

    secret = invite(world, interview_id)
    offer(world, interview_id)
    accept_invitation(actor=world.guest, secret=secret)
    approach.accept_interview(actor=world.guest, interview_id=interview_id, show=False)
    tell("webhooks")

    names = {entry.name for entry in tail(head, 100)}
    assert names == {"interview_case_touched", "interview_case_moved"}
    assert live.news(head)[0] == []
    assert not names & TOLD
    assert not Job.objects.filter(task__startswith="webhooks.").exists()


def test_a_guest_is_not_among_the_people_that_search_finds(world: World, api: Api) -> None:
    Member.objects.filter(pk=world.protected.pk).update(protected=True, email="")

    found = [api(world.geologist).get(f"/api/v1/search?q={name}").json()["people"]
             for name in ("guy-guest", "pema-protected", "olga-operator")]  # fmt: skip

    assert [[one["handle"] for one in people] for people in found] == [[], [], ["olga-operator"]]


def test_the_editor_of_the_case_reads_the_log_and_the_guest_does_not(world: World, api: Api) -> None:
    interview_id = at(world, State.APPROACHED)

    edda = api(world.editor).get(f"/api/v1/interviews/{interview_id}/contacts")
    guy = api(world.guest).get(f"/api/v1/interviews/{interview_id}/contacts")
    desk = client_of(world.guest).get(f"/interviews/{interview_id}/desk")

    assert "Promethium" in edda.content.decode()
    assert guy.status_code == 404
    assert desk.status_code == 200
    assert "Promethium" not in desk.content.decode()
