"""The rules that a new forum begins with: first posts and guests' words wait, and whoever speaks for a company says so."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.members.models import Member
from forum.kernel import clock
from forum.kernel.screening import Draft
from moderation.queue.models import ReviewItem
from moderation.rules import selectors, services
from moderation.rules.models import Rule, RuleState
from moderation.rules.shipped import SHIPPED, ship
from tests.deposits.files import GOOD
from tests.deposits.stock import rows_of, stocked
from tests.queue.ground import decide, tell
from tests.world import World, client_of, code_of, member, nothing_changes, reply, send, start
from threads.disclosures import services as disclosures
from threads.disclosures.models import Interest
from threads.disclosures.services import Said
from threads.discussion import services as discussion
from threads.discussion.models import Post, Submission

type Api = Callable[..., Client]
FIRST = "Hello, I logged core in the north for a summer."


@pytest.fixture(autouse=True)
def shipped(world: World) -> None:
    """The cast has been here for a while; then the rules come."""
    Member.objects.update(joined_on=clock.today().replace(year=clock.today().year - 1))
    call_command("ship_rules")


def test_they_are_live_and_can_be_read(world: World) -> None:
    found = {row.name: row.state for row in selectors.rules(viewer=world.moderator)}
    assert found == dict.fromkeys(SHIPPED, "live")


def test_what_staff_have_retired_stays_retired(world: World) -> None:
    first = Rule.objects.get(name="First posts")
    services.set_rule_state(actor=world.moderator, rule_id=first.pk, state=RuleState.RETIRED)
    with nothing_changes():
        assert ship() == []


def test_a_first_post_waits_and_stands_once_a_moderator_has_read_it(world: World, api: Api) -> None:
    newcomer, thread = member("just-joined"), start(world.geologist, world.public)

    answer = send(api(newcomer), "post", f"/api/v1/threads/{thread.pk}/posts", {"text": FIRST})

    assert answer.status_code == 202
    assert not Post.objects.filter(source=FIRST).exists()
    tell("queue")
    item = ReviewItem.objects.get()
    assert (item.kind, item.author) == ("held", newcomer)
    decide(item, world.moderator, "approve", reason="other")
    tell("queue")
    assert Post.objects.filter(source=FIRST, author=newcomer).count() == 1
    assert Submission.objects.get().state == "released"
    assert set(ReviewItem.objects.values_list("state", flat=True)) == {"decided"}


def test_after_two_posts_that_stand_nothing_waits(world: World) -> None:
    newcomer, thread = member("just-joined"), start(world.geologist, world.public)
    for number in range(2):
        waits = discussion.post_reply(actor=newcomer, thread_id=thread.pk, source=f"{FIRST} {number}")
        assert not isinstance(waits, int)
        tell("queue")
        decide(ReviewItem.objects.get(state="open"), world.moderator, "approve", reason="other")
    assert isinstance(discussion.post_reply(actor=newcomer, thread_id=thread.pk, source="The third."), int)


def test_who_has_been_here_for_long_or_is_verified_is_not_held(world: World) -> None:
    thread = start(world.geologist, world.public)
    new = member("just-verified", role="verified")
    for who in (world.newcomer, world.operator, new):
        assert isinstance(discussion.post_reply(actor=who, thread_id=thread.pk, source=FIRST), int)


def test_what_a_guest_writes_is_a_guest_reply_in_the_queue(world: World) -> None:
    thread = start(world.geologist, world.public)
    waits = discussion.post_reply(actor=world.guest, thread_id=thread.pk, source="Ask me about the north wall.")
    assert not isinstance(waits, int)
    tell("queue")
    item = ReviewItem.objects.get()
    assert (item.kind, item.author) == ("guest_reply", world.guest)
    decide(item, world.moderator, "approve", reason="other")
    assert Post.objects.filter(author=world.guest).count() == 1


def test_the_page_says_that_the_text_waits(world: World) -> None:
    thread = start(world.geologist, world.public)
    browser = client_of(member("just-joined"))
    browser.post(f"/threads/{thread.pk}/reply", {"text": FIRST})
    assert FIRST in browser.get("/submissions").content.decode()


def test_who_speaks_for_a_company_is_asked_for_the_interest_in_the_deposit_they_name(world: World, api: Api) -> None:
    stocked({"deposits.csv": rows_of("deposits", {**GOOD["deposits"], "slug": "hill-1"})})
    thread = start(world.geologist, world.public)
    path, text = f"/api/v1/threads/{thread.pk}/posts", "Our project at [[hill-1]] is the best there is."
    client = api(world.operator)

    with nothing_changes():
        assert code_of(send(client, "post", path, {"text": text})) == "disclosure_needed"

    said = {"interest": "employed", "details": "by its operator"}
    assert send(client, "post", path, {"text": text, "said": said}).status_code == 201


def test_each_interest_is_a_condition(world: World) -> None:
    stocked({"deposits.csv": rows_of("deposits", {**GOOD["deposits"], "slug": "hill-1"})})
    draft = Draft(kind="post", text="I own some of it.", author_id=world.operator.pk)
    assert services.screen(draft).effect == "require_disclosure"
    disclosures.state_interest(actor=world.operator, said=Said(Interest.HOLDS, "a few shares"), deposit="hill-1")
    assert services.screen(draft).effect == "clear"


def test_a_link_or_two_by_somebody_known_is_let_through(world: World) -> None:
    post = reply(
        world.newcomer, start(world.geologist, world.public), "See https://example.org/a and https://example.org/b"
    )
    tell("queue")
    assert post.pk
    assert not ReviewItem.objects.exists()
