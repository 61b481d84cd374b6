"""Whoever has a part or an interest in an item is not offered it."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.members.models import Member
from forum.kernel.errors import AssayError
from forum.kernel.events.models import Outbox
from moderation.queue import selectors, services
from tests.deposits.files import GOOD
from tests.deposits.stock import CONTROL, PARTY, rows_of, stocked
from tests.queue.ground import BAD, bad_post, report, reported
from tests.world import World, client_of, code_of, nothing_changes, reply, send
from threads.disclosures import services as disclosures
from threads.disclosures.models import Interest
from threads.disclosures.services import Said
from threads.discussion.models import Post
from threads.discussion.services import post_reply, start_thread

type Api = Callable[..., Client]


def test_not_who_wrote_it(world: World) -> None:
    reported(world, bad_post(world, world.moderator))
    assert selectors.rows(viewer=world.moderator) == []
    assert len(selectors.rows(viewer=world.second_moderator)) == 1


def test_not_who_reported_it(world: World) -> None:
    reported(world, by=world.moderator)
    assert selectors.rows(viewer=world.moderator) == []


def test_not_who_talks_in_the_thread(world: World) -> None:
    post = bad_post(world)
    reply(world.moderator, post.thread, "I own some of that.")
    reported(world, post)
    assert selectors.rows(viewer=world.moderator) == []


def test_not_who_said_they_have_a_part(world: World) -> None:
    item = reported(world)
    services.release_item(actor=world.moderator, item_id=item.pk, recuse=True)
    assert services.take_next(actor=world.moderator) is None
    assert services.take_next(actor=world.second_moderator) == item.pk


@pytest.mark.parametrize(("interest", "offered"), [(Interest.HOLDS, 0), (Interest.NONE, 1)])
def test_not_who_stated_an_interest_in_the_threads_deposit(world: World, interest: Interest, offered: int) -> None:
    stocked({"deposits.csv": rows_of("deposits", {**GOOD["deposits"], "slug": "hill-1"})})
    said = Said(interest, "a few shares" if interest != Interest.NONE else "")
    disclosures.state_interest(actor=world.moderator, said=said, deposit="hill-1")
    nothing = Said(Interest.NONE)
    thread = start_thread(
        actor=world.geologist, board_slug=world.public.slug, title="Hill 1", source="What of it?", deposits=["hill-1"],
        said=nothing,
    )  # fmt: skip
    assert isinstance(thread, int)
    post = post_reply(actor=world.newcomer, thread_id=thread, source=BAD, said=nothing)
    report(Post.objects.get(pk=post), world.operator)

    assert len(selectors.rows(viewer=world.moderator)) == offered
    assert len(selectors.rows(viewer=world.second_moderator)) == 1


def test_not_who_stated_an_interest_in_the_party_that_runs_it(world: World) -> None:
    stocked({
        "deposits.csv": rows_of("deposits", {**GOOD["deposits"], "slug": "hill-1"}),
        "parties.csv": rows_of("parties", {**PARTY, "slug": "party-1"}),
        "control.csv": rows_of("control", {**CONTROL, "slug": "hill-1", "party": "party-1"}),
    })  # fmt: skip
    disclosures.state_interest(actor=world.moderator, said=Said(Interest.EMPLOYED, "on its board"), party="party-1")
    thread = start_thread(
        actor=world.geologist, board_slug=world.public.slug, title="Hill 1", source=BAD, deposits=["hill-1"],
        said=Said(Interest.NONE),
    )  # fmt: skip
    assert isinstance(thread, int)
    report(Post.objects.get(thread=thread), world.operator)

    assert selectors.rows(viewer=world.moderator) == []
    assert len(selectors.rows(viewer=world.second_moderator)) == 1


def test_who_reported_is_told_to_whoever_holds_the_item_alone(world: World, api: Api) -> None:
    item = reported(world)
    for looks, path in ((client_of(world.moderator), "/moderation"), (api(world.moderator), "/api/v1/moderation")):
        assert "olga-operator" not in looks.get(f"{path}/queue/{item.pk}").content.decode()
    services.take_item(actor=world.moderator, item_id=item.pk)
    assert "olga-operator" in client_of(world.moderator).get(f"/moderation/queue/{item.pk}").content.decode()
    assert "olga-operator" not in client_of(world.admin).get(f"/moderation/queue/{item.pk}").content.decode()
    assert "olga-operator" not in api(world.admin).get(f"/api/v1/moderation/queue/{item.pk}").content.decode()


def test_nothing_exact_is_kept_of_when_a_protected_member_reports(world: World) -> None:
    Member.objects.filter(pk=world.protected.pk).update(protected=True, email="")
    item = reported(world, by=Member.objects.get(pk=world.protected.pk))
    kept = item.reports.get()
    assert [(at.minute, at.second, at.microsecond) for at in (kept.filed_at, item.opened_at)] == [(0, 0, 0)] * 2
    told = Outbox.objects.filter(name__in=("report_filed", "item_opened"))
    assert [row.held_until is not None for row in told] == [True, True]


def test_going_round_the_queue_is_refused(world: World, api: Api) -> None:
    post = bad_post(world)
    reported(world, post, by=world.moderator)
    body = {"kind": "hide", "target_kind": "post", "target_id": str(post.pk)}

    client = api(world.moderator)
    with nothing_changes():
        answer = send(client, "post", "/api/v1/moderation/actions", body)

    assert code_of(answer) == "not_found"


@pytest.mark.parametrize("who", ["nobody", "newcomer", "geologist", "guest", "editor"])
def test_the_queue_is_for_moderators(world: World, who: str) -> None:
    item = reported(world)
    with nothing_changes(), pytest.raises(AssayError) as refused:
        services.take_item(actor=getattr(world, who), item_id=item.pk)
    assert refused.value.code in {"moderators_only", "not_signed_in"}


def test_the_most_urgent_comes_first_and_says_why(world: World) -> None:
    mild = bad_post(world)
    report(mild, world.operator, "off_topic")
    bad = bad_post(world)
    report(bad, world.operator, "danger")
    report(bad, world.editor, "danger")

    first, second = selectors.rows(viewer=world.moderator)

    assert (first.target_id, second.target_id) == (str(bad.pk), str(mild.pk))
    assert dict(first.parts)["reports"] == pytest.approx(1 - 0.4**2)
    assert first.score > second.score


def test_a_guest_reports_and_learns_the_outcome_by_the_link_alone(world: World) -> None:
    post = bad_post(world)
    browser = client_of(world.nobody)

    answer = browser.post(f"/report/post/{post.pk}", {"reason": "ramping", "note": "No account, but this is wrong."})

    assert answer.status_code == 303
    page = browser.get(answer.headers["Location"])
    assert "Waits for a moderator" in page.content.decode()
    row = selectors.reports_on(selectors.rows(viewer=world.moderator)[0].id, named=True)[0]
    assert (row.reporter, row.by_guest, row.weight) == (None, True, 0.25)


def test_the_reported_text_is_kept_as_it_was(world: World) -> None:
    post = bad_post(world)
    words = post.html
    item = reported(world, post)
    type(post).objects.filter(pk=post.pk).update(html="<p>Nothing to see.</p>", version=2)

    desk = selectors.desk(item.pk, viewer=world.moderator)

    assert desk.reports[0].html == words
    assert desk.target is not None
    assert "Nothing to see" in desk.target.html
