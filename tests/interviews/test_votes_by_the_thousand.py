"""An interview with 4,000 votes costs its readers, and the job that counts, what one with 200 does; and the order is right."""

from collections import Counter
from math import isqrt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.members.models import Member
from forum.kernel import clock
from tests.interviews.cases import ask, at
from tests.matrix.test_query_counts import cost
from tests.world import World, client_of
from threads.interviews.models import Question, QuestionOrder, QuestionVote
from threads.interviews.ordering import Standing, arrange, support
from threads.interviews.services import asking
from threads.interviews.states import State

ASKED = 20
CAMPS = ("", "company", "state", "ground", "study")


def voted(world: World, votes: int) -> tuple[int, list[int]]:
    """An interview with twenty questions and `votes` votes, most for the last ones; its id and the questions'."""
    interview = at(world, State.COLLECTING)
    asked = [ask(world, interview, f"Question {n}?").pk for n in range(ASKED)]
    voters = Member.objects.bulk_create(
        Member(handle=f"voter-{n}", handle_key=f"voter-{n}", email="", password="!") for n in range(votes)
    )
    QuestionVote.objects.bulk_create(
        QuestionVote(question_id=asked[isqrt(n % ASKED**2)], voter=voter, camp=CAMPS[n % 7 % len(CAMPS)])
        for n, voter in enumerate(voters)
    )
    return interview, asked


@pytest.mark.parametrize("votes", [200, 4000])
def test_the_job_and_the_doors_cost_the_same(world: World, votes: int) -> None:
    interview, _asked = voted(world, votes)

    with CaptureQueriesContext(connection) as counting:
        asking.count_votes(interview_id=interview)
    page = f"/interviews/{interview}"
    rest = f"/api/v1/interviews/{interview}/questions"

    assert len(counting) == 9
    assert [cost(client_of(viewer), page) for viewer in (world.nobody, world.operator)] == [5, 11]
    assert cost(client_of(world.nobody), rest) == 4


@pytest.mark.parametrize("votes", [200, 4000])
def test_the_order_is_that_of_the_formula(world: World, votes: int) -> None:
    interview, asked = voted(world, votes)
    by_camp: dict[int, Counter[str]] = {pk: Counter() for pk in asked}
    for n in range(votes):
        by_camp[asked[isqrt(n % ASKED**2)]][CAMPS[n % 7 % len(CAMPS)]] += 1

    asking.count_votes(interview_id=interview)

    rows = Question.objects.filter(interview=interview).in_bulk()
    assert {pk: rows[pk].vote_count for pk in asked} == {pk: sum(own.values()) for pk, own in by_camp.items()}
    assert {pk: rows[pk].support for pk in asked} == pytest.approx({pk: support(own) for pk, own in by_camp.items()})
    expected = arrange([Standing(pk, rows[pk].asked_at, by_camp[pk]) for pk in asked], now=clock.now())
    assert QuestionOrder.objects.filter(interview=interview).latest("id").questions == expected
