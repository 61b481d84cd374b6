"""What somebody was writing in a thread that was merged stands in the reply box of the one it went into."""

import pytest

from accounts.members.models import Member
from tests.notifications.telling import tell
from tests.world import World, client_of, start
from threads.discussion import selectors, services
from threads.discussion.models import Thread


@pytest.fixture
def threads(world: World) -> list[Thread]:
    return [start(world.geologist, world.public, title) for title in ("One", "Two", "Three")]


def write(member: Member, thread: Thread, words: str, sequence: int = 0) -> None:
    services.save_draft(actor=member, place=f"thread:{thread.pk}", title="", source=words, sequence=sequence)


def merge(world: World, thread: Thread, into: Thread) -> int:
    change = services.merge_threads(actor=world.moderator, thread_id=thread.pk, into_id=into.pk)
    tell()
    return change


def undo(world: World, thread: Thread, change: int) -> None:
    services.undo_change(actor=world.moderator, thread_id=thread.pk, change_id=change)
    tell()


def kept(member: Member) -> dict[str, str]:
    return {row.place: row.text for row in selectors.drafts(viewer=member)}


def test_it_stands_in_the_reply_box_of_where_the_thread_went_and_goes_with_the_reply(
    world: World, threads: list[Thread]
) -> None:
    one, two, _ = threads
    write(world.newcomer, one, "Half a thought")
    merge(world, one, two)

    browser = client_of(world.newcomer)
    listed = browser.get("/drafts").text
    assert f'href="/drafts/thread:{two.pk}"' in listed
    assert browser.get(f"/drafts/thread:{two.pk}").headers["Location"] == f"/threads/{two.pk}#reply"
    assert "Half a thought" in browser.get(f"/threads/{two.pk}").text
    services.post_reply(actor=world.newcomer, thread_id=two.pk, source="Half a thought, and the rest.")
    assert kept(world.newcomer) == {}


def test_undoing_takes_back_what_was_not_changed_since(world: World, threads: list[Thread]) -> None:
    one, two, _ = threads
    for member in (world.newcomer, world.operator):
        write(member, one, "Half a thought")
    write(world.editor, two, "Of its own.")
    change = merge(world, one, two)
    write(world.operator, two, "A whole thought", sequence=1)

    undo(world, two, change)

    assert kept(world.newcomer) == {f"thread:{one.pk}": "Half a thought"}
    assert kept(world.operator) == {f"thread:{two.pk}": "A whole thought"}
    assert kept(world.editor) == {f"thread:{two.pk}": "Of its own."}


def test_a_merge_of_merges_takes_it_on_and_each_undoing_one_step_back(world: World, threads: list[Thread]) -> None:
    one, two, three = threads
    write(world.newcomer, one, "Half a thought")
    first = services.merge_threads(actor=world.moderator, thread_id=one.pk, into_id=two.pk)
    second = merge(world, two, three)
    assert kept(world.newcomer) == {f"thread:{three.pk}": "Half a thought"}

    undo(world, three, second)
    assert kept(world.newcomer) == {f"thread:{two.pk}": "Half a thought"}
    undo(world, two, first)
    assert kept(world.newcomer) == {f"thread:{one.pk}": "Half a thought"}


def test_of_two_both_stay_and_the_one_left_behind_is_opened_beside_the_other(
    world: World, threads: list[Thread]
) -> None:
    one, two, _ = threads
    write(world.newcomer, one, "First words.")
    write(world.newcomer, two, "Second words.")
    merge(world, one, two)
    assert kept(world.newcomer) == {f"thread:{one.pk}": "First words.", f"thread:{two.pk}": "Second words."}

    browser = client_of(world.newcomer)
    behind = browser.get(f"/drafts/thread:{one.pk}")
    assert behind.status_code == 200
    assert all(words in behind.text for words in ("have become one", "First words.", "Second words."))
    assert f'name="instead_of" value="thread:{one.pk}"' in behind.text
    form = {"text": "First and second words.", "draft_sequence": "1", "instead_of": f"thread:{one.pk}"}
    answer = browser.post(f"/drafts/thread:{two.pk}", form)

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/threads/{two.pk}#reply")
    assert kept(world.newcomer) == {f"thread:{two.pk}": "First and second words."}


def test_two_that_became_one_are_not_lost_to_a_device_that_is_slower(world: World, threads: list[Thread]) -> None:
    one, two, _ = threads
    write(world.newcomer, one, "First words.")
    write(world.newcomer, two, "Second words.")
    merge(world, one, two)
    write(world.newcomer, two, "Second words, longer.", sequence=1)

    form = {"text": "Both.", "draft_sequence": "1", "instead_of": f"thread:{one.pk}"}
    answer = client_of(world.newcomer).post(f"/drafts/thread:{two.pk}", form)

    assert answer.status_code == 412
    assert f'name="instead_of" value="thread:{one.pk}"' in answer.text
    assert kept(world.newcomer) == {f"thread:{one.pk}": "First words.", f"thread:{two.pk}": "Second words, longer."}


def test_it_stays_behind_where_its_member_may_not_go(world: World, threads: list[Thread]) -> None:
    one, hidden = threads[0], start(world.geologist, world.verified_only)
    write(world.newcomer, one, "Half a thought")
    merge(world, one, hidden)

    assert kept(world.newcomer) == {f"thread:{one.pk}": "Half a thought"}
    assert client_of(world.newcomer).get(f"/drafts/thread:{one.pk}").headers["Location"] == f"/threads/{one.pk}#reply"


def test_a_split_takes_no_draft_along_and_its_undoing_those_of_the_thread_that_ends(
    world: World, threads: list[Thread]
) -> None:
    one = threads[0]
    services.post_reply(actor=world.geologist, thread_id=one.pk, source="Two.")
    write(world.newcomer, one, "Half a thought")
    made, change = services.split_thread(actor=world.moderator, thread_id=one.pk, numbers=[2], title="Aside")
    tell()
    write(world.operator, Thread.objects.get(pk=made), "Aside, too.")
    assert kept(world.newcomer) == {f"thread:{one.pk}": "Half a thought"}

    undo(world, one, change)

    assert kept(world.operator) == {f"thread:{one.pk}": "Aside, too."}
