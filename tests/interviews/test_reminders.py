"""Whoever is waited for is called, followers hear that questions close, and nothing that is told names an approach."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.kernel import clock
from forum.kernel.events.models import Outbox
from forum.wiring import AUDITED
from tests.interviews.cases import at, check, do_jobs, offer
from tests.world import World
from threads.interviews import events
from threads.interviews.models import Interview
from threads.interviews.selectors import news
from threads.interviews.services import asking
from threads.interviews.states import State
from threads.interviews.tasks import look_at_clocks, remind
from threads.interviews.waiting import reminds


def who(world: World, interview_id: int) -> set[str]:
    case_id = Interview.objects.get(pk=interview_id).case_id
    names = {world.guest.pk: "guest", world.editor.pk: "editor"}
    return {names[pk] for pk in news.called(case_id)}


@pytest.mark.parametrize(
    ("state", "called"),
    [
        (State.PROPOSED, set()), (State.TRIAGE, set()), (State.APPROACHED, set()), (State.ACCEPTED, {"editor"}),
        (State.TERMS_AGREED, {"editor"}), (State.COLLECTING, set()), (State.SELECTED, {"editor"}),
        (State.ANSWERING, {"guest"}), (State.GUEST_REVIEW, {"guest"}), (State.FROZEN, {"editor"}), (State.PUBLISHED, set()),
    ],
)  # fmt: skip
def test_whose_turn_it_is(world: World, state: State, called: set[str]) -> None:
    assert who(world, at(world, state)) == called


def test_the_guest_is_called_to_the_terms_once_somebody_made_sure_of_them(world: World) -> None:
    interview_id = at(world, State.ACCEPTED)
    offer(world, interview_id)
    before = who(world, interview_id)

    check(world, interview_id)

    assert (before, who(world, interview_id)) == ({"editor"}, {"guest"})


def test_a_call_is_published_under_the_case_once_a_day_and_says_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    interview_id = at(world, State.ACCEPTED)
    case_id = Interview.objects.get(pk=interview_id).case_id
    tomorrow = timezone.now() + timedelta(days=1)
    Outbox.objects.all().delete()

    remind()
    assert do_jobs() == []
    monkeypatch.setattr(clock, "today", lambda: tomorrow.date())
    remind()
    remind()
    do_jobs()

    assert list(Outbox.objects.values_list("name", "actor_id", "payload")) == [
        ("interview_desk_calls", None, {"case_id": str(case_id)})
    ]


def test_reminders_come_the_next_day_the_third_and_then_weekly() -> None:
    assert [day for day in range(16) if reminds(waited=timedelta(days=day))] == [1, 3, 7, 14]


def test_a_day_before_the_end_it_is_told_once_that_questions_close(world: World) -> None:
    interview_id = at(world, State.TERMS_AGREED)
    asking.open_questions(actor=world.editor, interview_id=interview_id, until=clock.now() + timedelta(hours=20))
    look_at_clocks()
    do_jobs()
    assert not Outbox.objects.filter(name="interview_questions_closing").exists()
    long_open = at(world, State.COLLECTING)
    Interview.objects.filter(pk=long_open).update(
        face_at=clock.now() - timedelta(days=6), questions_until=clock.now() + timedelta(hours=20)
    )
    for _ in range(2):
        look_at_clocks()
        do_jobs()

    told = Outbox.objects.filter(name="interview_questions_closing").values_list("payload", flat=True)
    assert list(told) == [{"interview_id": long_open}]


def test_one_deadline_that_cannot_be_kept_holds_up_no_other(world: World) -> None:
    first, second = at(world, State.COLLECTING), at(world, State.COLLECTING)
    Interview.objects.filter(pk__in=[first, second]).update(questions_until=clock.now())

    look_at_clocks()
    look_at_clocks()

    assert do_jobs() == [f"interviews.close_asking:{pk}" for pk in (first, second)]


def test_the_digest_holds_what_is_public_and_nothing_else(world: World) -> None:
    start = clock.now()
    hidden = {at(world, state) for state in (State.TRIAGE, State.APPROACHED, State.ACCEPTED, State.FROZEN)}
    opened, published = at(world, State.COLLECTING), at(world, State.PUBLISHED)

    rows = news.digest(since=start, until=clock.now())

    assert {(one.url, one.what) for one in rows} == {
        (f"/interviews/{opened}", "closing"), (f"/interviews/{published}", "published"),
    }  # fmt: skip
    assert not {one.url for one in rows} & {f"/interviews/{pk}" for pk in hidden}


def test_what_only_a_guest_or_the_clock_did_is_in_no_audit() -> None:
    assert events.CaseTouched in AUDITED
    assert not {events.CaseMoved, events.DeskCalls, events.QuestionHeld} & set(AUDITED)
