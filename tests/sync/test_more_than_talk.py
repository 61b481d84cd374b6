"""A copy holds deposits, interviews and the inbox as well, each as far as its member and its token may read it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.members import services as members
from accounts.members.selectors import Viewer
from accounts.members.services import accept_invitation
from forum.kernel import clock
from forum.notifications import services as notifications
from forum.sync.policies import PARTS
from tests.contract.stirring import OUTPUT as FIGURES
from tests.contract.stirring import SOURCE
from tests.deposits.stock import PARTY, deposit, rows_of, stocked
from tests.interviews.cases import WORDS, ask, at, invite, offer
from tests.notifications.telling import tell
from tests.sync.copying import end_embargo, number_all
from tests.sync.test_over_rest import all_of, kinds
from tests.world import World, client_of, reply, start
from threads.deposits import services as catalogue
from threads.deposits.models import Deposit, Target
from threads.discussion import services
from threads.interviews.models import Interview
from threads.interviews.services import approach, publishing
from threads.interviews.states import State

type Api = Callable[[Viewer], Client]


OUTPUT = {**FIGURES, "year": "1990"}


def of_kind(changes: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [one for one in changes if one["kind"] == kind]


def test_a_deposit_comes_with_its_version_and_again_when_something_is_stated_of_it(world: World, api: Api) -> None:
    stocked({"deposits.csv": rows_of("deposits", deposit("mrima-hill"), deposit("panwa", "MM"))})
    number_all()
    client = api(world.newcomer)
    changes, since = all_of(client, limit=1)
    first = [one["deposit"] for one in of_kind(changes, "deposit")]
    assert [(one["slug"], one["country"], one["version"]) for one in first] == [
        ("mrima-hill", "KE", 1),
        ("panwa", "MM", 1),
    ]

    kept = Deposit.objects.get(slug="panwa")
    catalogue.apply_change(
        actor=world.editor, slug="panwa", target=Target.OUTPUT, target_id=None, columns=OUTPUT, version=None, **SOURCE
    )  # fmt: skip
    number_all()
    (again,), since = all_of(client, since)
    assert (again["kind"], again["id"], again["deposit"]["version"]) == ("deposit", kept.pk, 2)

    control = {"slug": "panwa", "party": "wa", "role": "controlling", "source_url": "https://example.org/wa"}
    stocked({
        "deposits.csv": rows_of("deposits", deposit("panwa", "MM")),
        "parties.csv": rows_of("parties", {**PARTY, "slug": "wa", "name": "Wa", "kind": "armed group"}),
        "control.csv": rows_of("control", control),
    })  # fmt: skip
    number_all()
    (again,), since = all_of(client, since)
    assert (again["id"], again["deposit"]["version"]) == (kept.pk, 3)


def test_what_one_reads_elsewhere_is_read_in_the_copy_and_what_one_may_no_longer_see_is_gone(
    world: World, api: Api
) -> None:
    tell()
    thread = start(world.operator, world.public)
    first = reply(world.operator, thread, "@nora-new, look.")
    reply(world.operator, thread, "@nora-new, here too.")
    tell()
    client = api(world.newcomer)
    changes, since = all_of(client)
    told = [one["notification"] for one in of_kind(changes, "notification")]
    assert [(one["number"], one["reason"], one["read"]) for one in told] == [
        (2, "mention", False),
        (3, "mention", False),
    ]
    assert kinds(of_kind(all_of(api(world.geologist))[0], "notification")) == []

    notifications.set_reading(actor=world.newcomer, seq=told[1]["id"], read=True)
    changes, since = all_of(client, since)
    assert [(one["id"], one["notification"]["read"]) for one in changes] == [(told[1]["id"], True)]

    services.hide_post(post_id=first.pk, actor_id=None)
    number_all()
    changes, since = all_of(client, since)
    assert ("notification", told[0]["id"], True) in kinds(changes)
    assert all_of(client, since)[0] == []


def test_the_inbox_of_a_copy_is_its_newest_part(world: World, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum.sync.selectors.windows.NOTIFICATIONS", 2)
    tell()
    thread = start(world.newcomer, world.public)
    for _ in range(2):
        reply(world.operator, thread)
    tell()
    client = api(world.newcomer)
    changes, since = all_of(client)
    oldest, newer = (one["id"] for one in of_kind(changes, "notification"))
    reply(world.operator, thread)
    tell()
    told = of_kind(all_of(client, since)[0], "notification")
    assert [(one["id"], one["removed"]) for one in told if one["removed"]] == [(oldest, True)]
    assert newer < max(one["id"] for one in told)


def test_an_embargo_is_kept_to_the_second_and_a_tombstone_takes_the_words_away(world: World, api: Api) -> None:
    interview_id = at(world, State.FROZEN)
    until = clock.now() + timedelta(hours=1)
    publishing.publish_transcript(actor=world.editor, interview_id=interview_id, embargo_until=until)
    number_all()
    clients = {name: api(viewer) for name, viewer in world.viewers.items() if viewer.pk}
    since = {}
    for name, client in clients.items():
        changes, since[name] = all_of(client)
        (shown,) = of_kind(changes, "interview")
        assert (shown["interview"]["interview"]["stage"], shown["interview"]["transcript"]) == ("embargoed", None), name
        assert WORDS not in str(changes), name

    end_embargo(interview_id)
    (out,), at_last = all_of(clients["newcomer"], since["newcomer"])
    assert out["interview"]["transcript"]["entries"][0]["source"] == WORDS

    publishing.release_embargo(interview_id=interview_id)
    for editor in (world.editor, world.admin):
        publishing.vote_takedown(actor=editor, interview_id=interview_id, ground="safety", reason="She is in danger.")
    number_all()
    (down,), _ = all_of(clients["newcomer"], at_last)
    assert (down["interview"]["interview"]["stage"], down["interview"]["transcript"]) == ("taken_down", None)


def test_that_a_guest_was_approached_shows_in_nobodys_copy(world: World, api: Api) -> None:
    interview_id = at(world, State.TRIAGE)
    number_all()
    clients = {name: api(viewer) for name, viewer in world.viewers.items() if viewer.pk}
    before = {name: all_of(client) for name, client in clients.items()}

    secret = invite(world, interview_id)
    offer(world, interview_id)
    number_all()
    for name, client in clients.items():
        assert all_of(client, before[name][1])[0] == [], name
    accept_invitation(actor=world.guest, secret=secret)
    approach.accept_interview(actor=world.guest, interview_id=interview_id, show=False)
    number_all()
    for name, client in clients.items():
        assert all_of(client, before[name][1])[0] == [], name
        assert all_of(client)[0] == before[name][0], name


@pytest.mark.parametrize(("kind", "scope"), PARTS.items())
def test_a_token_is_told_of_what_its_scopes_let_it_read(world: World, scope: str, kind: str) -> None:
    tell()
    stocked({"deposits.csv": rows_of("deposits", deposit("panwa"))})
    reply(world.operator, start(world.newcomer, world.public))
    at(world, State.PROPOSED)
    tell()

    def told(*granted: str) -> set[str]:
        _, secret = members.issue_token(
            member=world.newcomer, name="app", granted=["threads:read", *granted], lifetime=timedelta(days=1)
        )
        return {one["kind"] for one in all_of(Client(headers={"authorization": f"Bearer {secret}"}))[0]}

    assert told() == {"board", "thread", "post"}
    assert told(scope) == {"board", "thread", "post", kind}


def test_a_session_is_told_of_everything_and_a_narrower_token_loses_nothing_for_it(world: World, api: Api) -> None:
    stocked({"deposits.csv": rows_of("deposits", deposit("panwa"))})
    number_all()
    _, secret = members.issue_token(
        member=world.newcomer, name="app", granted=["threads:read"], lifetime=timedelta(days=1)
    )
    narrow, wide = Client(headers={"authorization": f"Bearer {secret}"}), api(world.newcomer)
    _, since = all_of(wide)
    stocked({"deposits.csv": rows_of("deposits", deposit("mrima-hill"))})
    number_all()
    changes, since = all_of(narrow, since)
    assert of_kind(changes, "deposit") == []
    assert len(of_kind(all_of(wide, since)[0], "deposit")) == 2


@pytest.mark.parametrize("count", [1, 5])
def test_more_interviews_and_notifications_take_no_more_statements(world: World, api: Api, count: int) -> None:
    tell()
    client = api(world.newcomer)
    _, since = all_of(client)
    thread = start(world.newcomer, world.public)
    for _ in range(count):
        at(world, State.PUBLISHED)
        ask(world, at(world, State.COLLECTING))
        reply(world.operator, thread)
    tell()
    changes, since = all_of(client, since)
    Interview.objects.update(second_count=7)
    notifications.mark_read(actor=world.newcomer, up_to=10**6)
    with CaptureQueriesContext(connection) as captured:
        changes = client.get("/api/v1/sync", {"since": since}).json()["changes"]
    assert len(of_kind(changes, "interview")) == min(2 * count, 5)
    assert len(of_kind(changes, "notification")) == count
    # The token; the log's ends (2); what the member reads, what they moderate, boards; interviews, the newest questions of
    # those that run (3), versions and words of transcripts (2); notifications.
    assert len(captured) == 13


def test_the_page_of_the_inbox_and_the_copy_agree(world: World, api: Api) -> None:
    tell()
    reply(world.operator, start(world.newcomer, world.public, "North wall"))
    tell()
    (told,) = of_kind(all_of(api(world.newcomer))[0], "notification")
    assert told["notification"]["line"] in client_of(world.newcomer).get("/inbox").text
