"""Questions: who asks and votes, until when, in which order, and thousands at once without a queue."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.members.models import Member, Role
from accounts.verification.models import Position
from forum.kernel import clock
from tests.interviews.cases import ask, at, do_jobs
from tests.verification.cases import attest
from tests.world import World, client_of, code_of, member, nothing_changes, send
from threads.interviews.models import Interview, Question, QuestionVote
from threads.interviews.ordering import CAMPS, Standing, arrange, camp_of, support
from threads.interviews.policies import AskingOver, EditorsOnly, HasVotes, QuestionClosed
from threads.interviews.services import asking
from threads.interviews.states import State
from threads.interviews.tasks import look_at_clocks

type Api = Callable[..., Client]
NOW = clock.now()
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def standing(number: int, hours: float = 100, **votes: int) -> Standing:
    return Standing(number, NOW - timedelta(hours=hours), {camp.strip("_"): count for camp, count in votes.items()})


def test_support_of_two_camps_counts_more_than_as_many_votes_of_one() -> None:
    assert support({"study": 9}) == pytest.approx(9)
    assert support({"study": 4, "ground": 5}) == pytest.approx(17.94, abs=0.01)
    assert support({"": 9}) == 9


@UNHURRIED
@given(st.dictionaries(st.sampled_from([*sorted(set(CAMPS.values())), ""]), st.integers(0, 5000)))
def test_one_more_vote_never_lowers_support_nor_lifts_it_beyond_what_there_are(votes: dict[str, int]) -> None:
    total = sum(votes.values())
    assert 0 <= support(votes) <= total * 6 + 1e-6
    for camp in votes:
        assert support({**votes, camp: votes[camp] + 1}) >= support(votes)


@UNHURRIED
@given(st.lists(st.tuples(st.floats(0, 60), st.integers(0, 40), st.integers(0, 40)), max_size=40))
def test_the_order_holds_every_question_once_and_is_always_the_same(made: list[tuple[float, int, int]]) -> None:
    standings = [Standing(n, NOW - timedelta(hours=h), {"study": a, "ground": b}) for n, (h, a, b) in enumerate(made)]

    order = arrange(standings, now=NOW)

    assert sorted(order) == list(range(len(made)))
    assert order == arrange(reversed(standings), now=NOW)


def test_every_fourth_place_is_for_what_is_new_and_hardly_seen() -> None:
    old = [standing(n, study=100 - n) for n in range(1, 9)]
    new = [standing(20, hours=2), standing(21, hours=1)]

    assert arrange([*old, *new], now=NOW) == [1, 2, 3, 21, 4, 5, 6, 20, 7, 8]


def test_a_voters_camp_is_what_they_are_attested_as_at_that_moment(world: World) -> None:
    question = ask(world, at(world, State.COLLECTING))
    attest(world, world.operator, Position.OPERATOR)

    asking.set_vote(actor=world.operator, question_id=question.pk, wanted=True)
    asking.set_vote(actor=world.operator, question_id=question.pk, wanted=True)

    assert list(QuestionVote.objects.values_list("voter_id", "camp")) == [(world.operator.pk, "company")]
    assert camp_of(["geologist", "operator"]) == "company"


def test_only_verified_members_ask_and_vote_and_only_until_the_second_of_the_end(world: World, api: Api) -> None:
    interview_id = at(world, State.COLLECTING)
    question = ask(world, interview_id)
    asked, vote = f"/api/v1/interviews/{interview_id}/questions", f"/api/v1/questions/{question.pk}/vote"

    newcomer, operator = api(world.newcomer), api(world.operator)
    with nothing_changes():
        refused = [send(newcomer, "post", asked, {"text": "Why?"}), send(newcomer, "put", vote)]
    taken = [send(operator, "post", asked, {"text": "Why?"}).status_code, send(operator, "put", vote).status_code]
    Interview.objects.filter(pk=interview_id).update(questions_until=clock.now())
    with nothing_changes():
        late = [send(operator, "post", asked, {"text": "And?"}), send(operator, "delete", vote)]

    assert [code_of(one) for one in refused] == ["verified_only", "verified_only"]
    assert taken == [201, 204]
    assert [code_of(one) for one in late] == ["asking_over", "asking_over"]


def test_at_the_deadline_the_clock_puts_the_best_questions_to_the_guest(world: World) -> None:
    interview_id = at(world, State.COLLECTING)
    asked = [ask(world, interview_id, f"Question {n}?") for n in range(20)]
    asking.set_vote(actor=world.operator, question_id=asked[19].pk, wanted=True)
    Interview.objects.filter(pk=interview_id).update(questions_until=clock.now())

    look_at_clocks()
    do_jobs()

    chosen = set(Question.objects.filter(state="selected").values_list("id", flat=True))
    assert Interview.objects.get(pk=interview_id).state == State.SELECTED
    assert chosen == {asked[19].pk, *(one.pk for one in asked[:14])}


def test_merging_counts_each_voter_once_and_declining_says_why_in_public(world: World) -> None:
    interview_id = at(world, State.COLLECTING)
    first, second, third = (ask(world, interview_id, f"Like {n}?") for n in range(3))
    for question, voter in ((first, world.operator), (second, world.operator), (second, world.protected)):
        asking.set_vote(actor=voter, question_id=question.pk, wanted=True)

    asking.merge_question(actor=world.editor, question_id=second.pk, into_id=first.pk)
    asking.decline_question(actor=world.editor, question_id=third.pk, reason="It names a private person.")

    first.refresh_from_db()
    assert first.vote_count == 2
    page = Client().get(f"/interviews/{interview_id}?questions=declined").content.decode()
    assert "It names a private person." in page
    with nothing_changes(), pytest.raises(EditorsOnly), transaction.atomic():
        asking.decline_question(actor=world.admin, question_id=first.pk, reason="No.")


def test_a_question_others_voted_for_keeps_its_words(world: World) -> None:
    question = ask(world, at(world, State.COLLECTING))
    asking.edit_question(actor=world.geologist, question_id=question.pk, source="Better?", version=1)
    asking.set_vote(actor=world.operator, question_id=question.pk, wanted=True)

    with nothing_changes(), pytest.raises(HasVotes), transaction.atomic():
        asking.edit_question(actor=world.geologist, question_id=question.pk, source="Other?", version=2)


def test_a_held_question_is_for_its_asker_and_the_case_until_it_is_let_out(world: World) -> None:
    interview_id = at(world, State.COLLECTING)
    Interview.objects.filter(pk=interview_id).update(hold_questions=True)
    held = ask(world, interview_id, "Scandium question?")
    address = f"/interviews/{interview_id}/questions/{held.pk}"

    seen = [
        client_of(one).get(address).status_code for one in (world.geologist, world.editor, world.admin, world.nobody)
    ]
    asking.admit_question(actor=world.editor, question_id=held.pk)

    assert seen == [200, 200, 404, 404]
    assert Client().get(address).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_many_vote_at_once_for_one_question_and_nobody_waits_for_another(world: World) -> None:
    interview_id = at(world, State.COLLECTING)
    question = ask(world, interview_id)
    voters = [member(f"voter-{a}{b}", Role.VERIFIED) for a in "bdfgkm" for b in "bcdfghjkmp"]

    def vote(voter: Member) -> None:
        asking.set_vote(actor=voter, question_id=question.pk, wanted=True)
        connection.close()

    # While one voter's transaction stands open, all others get through.
    with transaction.atomic():
        asking.set_vote(actor=world.operator, question_id=question.pk, wanted=True)
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(vote, voters))
        assert QuestionVote.objects.filter(question=question).count() == 61
    asking.count_votes(interview_id=interview_id)
    question.refresh_from_db()
    assert question.vote_count == 61


@pytest.mark.django_db(transaction=True)
def test_no_vote_goes_to_a_question_while_it_is_merged_away(world: World) -> None:
    interview_id = at(world, State.COLLECTING)
    question, into = ask(world, interview_id, "What is in it?"), ask(world, interview_id, "What do you find?")

    def vote() -> None:
        try:
            asking.set_vote(actor=world.operator, question_id=question.pk, wanted=True)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            asking.merge_question(actor=world.editor, question_id=question.pk, into_id=into.pk)
            late = pool.submit(vote)
            wait([late], timeout=0.5)
        with pytest.raises(QuestionClosed):
            late.result()
    assert not QuestionVote.objects.filter(question=question).exists()


@pytest.mark.parametrize("state", [State.TERMS_AGREED, State.SELECTED, State.PUBLISHED])
def test_outside_the_time_of_asking_nobody_asks(world: World, state: State) -> None:
    interview_id = at(world, state)
    with nothing_changes(), pytest.raises(AskingOver), transaction.atomic():
        asking.ask_question(actor=world.operator, interview_id=interview_id, source="Now?")
