"""Of interviews each hears what concerns them, of an approach no inbox tells; reporters hear the outcome."""

from forum.kernel.events import publish
from forum.notifications import selectors
from forum.notifications.models import Notification
from tests.interviews.cases import at
from tests.notifications.telling import tell
from tests.queue.ground import decide, reported
from tests.world import World, client_of
from threads.interviews.events import DeskCalls, QuestionsClosing
from threads.interviews.models import Interview, Question
from threads.interviews.states import State


def lines(member: object) -> list[str]:
    return [f"{row.why}: {row.line}" for row in selectors.inbox(viewer=member)]  # type: ignore[arg-type]


def test_whoever_asked_hears_when_their_question_is_put_to_the_guest(world: World) -> None:
    tell()
    interview = at(world, State.SELECTED)
    tell()
    asker = Question.objects.get(interview=interview).asker
    assert "You asked it: There is news of your question" in lines(asker)
    assert not [line for line in lines(world.operator) if "question" in line]


def test_followers_hear_that_questions_close_soon(world: World) -> None:
    interview = at(world, State.COLLECTING)
    tell()
    publish(QuestionsClosing(interview_id=interview))
    tell()
    assert "You follow the interview: Questions close soon" in lines(world.geologist)


def test_who_is_waited_for_is_called_to_a_desk_that_has_no_name(world: World) -> None:
    tell()
    interview = Interview.objects.get(pk=at(world, State.ACCEPTED))
    tell()
    Notification.objects.all().delete()
    publish(DeskCalls(case_id=interview.case_id))
    tell()
    for row in Notification.objects.all():
        assert (row.post_id, row.interview_id, row.step) == (None, None, "")
    called = [one for one in (world.guest, world.editor) if lines(one)]
    assert called
    for member in called:
        assert lines(member) == ["It waits for you: Something waits for you at the desk of an interview"]
        assert interview.title not in client_of(member).get("/inbox").text
    assert lines(world.geologist) == lines(world.moderator) == []


def test_whoever_reported_hears_that_it_was_decided_and_the_author_does_not_learn_who(world: World) -> None:
    tell()
    item = reported(world)
    decide(item, world.moderator, "hide")
    tell()
    assert "You reported it: What you reported was looked at and decided" in lines(world.operator)
    assert item.author is not None
    page = client_of(item.author).get("/inbox").text
    assert world.operator.handle not in page
    assert "/reports" in client_of(world.operator).get("/inbox").text
