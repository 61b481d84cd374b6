"""What a protected member asks comes out together with others: nothing shows when it was written."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from accounts.members.models import Member, Role
from forum.kernel import clock
from forum.kernel.events.models import Outbox
from tests.interviews.cases import ask, at, do_jobs
from tests.world import World, client_of, code_of, member, send
from threads.interviews.models import Interview, Question
from threads.interviews.services import asking
from threads.interviews.services.asking import WAITING_IDS
from threads.interviews.states import State
from threads.interviews.tasks import look_at_clocks

type Api = Callable[..., Client]
WORDS = "Who counts the lanthanum trucks?"


def shield(who: Member) -> Member:
    Member.objects.filter(pk=who.pk).update(protected=True, email="")
    who.refresh_from_db()
    return who


def come_out() -> None:
    look_at_clocks()
    do_jobs()


def test_it_waits_unseen_and_untold_under_a_random_id_and_its_hour(world: World, api: Api) -> None:
    interview_id = at(world, State.COLLECTING)
    pema = shield(world.protected)
    Outbox.objects.all().delete()

    waits = ask(world, interview_id, WORDS, by=pema)
    come_out()

    assert waits.pk in WAITING_IDS
    assert waits.asked_at == clock.hour_of(waits.asked_at)
    assert not Outbox.objects.exists()
    for viewer in (world.nobody, world.geologist, world.editor, world.guest, world.moderator, world.admin):
        for path in (f"/interviews/{interview_id}", f"/interviews/{interview_id}?questions=newest",
                     f"/interviews/{interview_id}/questions/{waits.pk}"):  # fmt: skip
            assert "lanthanum" not in client_of(viewer).get(path).content.decode()
    assert "lanthanum" in client_of(pema).get(f"/interviews/{interview_id}/questions/{waits.pk}").content.decode()
    assert code_of(send(api(world.operator), "put", f"/api/v1/questions/{waits.pk}/vote")) == "not_found"


def test_three_of_them_come_out_at_once_with_new_ids_and_one_time(world: World) -> None:
    interview_id = at(world, State.COLLECTING)
    people = [shield(world.protected), *(shield(member(f"hidden-{one}", Role.VERIFIED)) for one in ("a", "b"))]
    waited = [ask(world, interview_id, WORDS, by=one).pk for one in people]

    come_out()

    out = Question.objects.filter(interview=interview_id, state="open")
    assert out.count() == 3
    assert not set(out.values_list("id", flat=True)) & set(waited)
    assert not Question.objects.filter(pk__in=waited).exists()
    assert WORDS in Client().get(f"/interviews/{interview_id}?questions=newest").content.decode()


def test_one_alone_comes_out_after_six_hours_or_before_the_end(world: World) -> None:
    first, second = at(world, State.COLLECTING), at(world, State.COLLECTING)
    pema = shield(world.protected)
    late, soon = ask(world, first, WORDS, by=pema), ask(world, second, WORDS, by=pema)
    Interview.objects.filter(pk=second).update(questions_until=clock.now() + timedelta(minutes=14))

    come_out()
    assert list(Question.objects.filter(state="open").values_list("interview_id", flat=True)) == [second]
    assert not Question.objects.filter(pk=soon.pk).exists()
    Question.objects.filter(pk=late.pk).update(asked_at=clock.now() - timedelta(hours=6))
    come_out()

    assert set(Question.objects.filter(state="open").values_list("interview_id", flat=True)) == {first, second}


def test_its_asker_can_take_it_back_while_it_waits_and_nobody_hears_of_it(world: World) -> None:
    interview_id = at(world, State.COLLECTING)
    pema = shield(world.protected)
    waits = ask(world, interview_id, WORDS, by=pema)
    Outbox.objects.all().delete()

    asking.withdraw_question(actor=pema, question_id=waits.pk)
    Question.objects.filter(pk=waits.pk).update(asked_at=clock.now() - timedelta(hours=7))
    come_out()

    assert not Outbox.objects.exists()
    assert not Question.objects.filter(state="open").exists()


def test_what_comes_out_after_the_asking_was_ended_is_refused_and_stays_unseen(world: World) -> None:
    interview_id = at(world, State.COLLECTING)
    ask(world, interview_id)
    pema = shield(world.protected)
    waits = ask(world, interview_id, WORDS, by=pema)
    opened = Question.objects.get(state="open")
    asking.select_questions(actor=world.editor, interview_id=interview_id, question_ids=[opened.pk])
    Question.objects.filter(pk=waits.pk).update(asked_at=clock.now() - timedelta(hours=7))

    come_out()

    waits.refresh_from_db()
    assert (waits.state, bool(waits.reason)) == ("refused", True)
    assert "lanthanum" not in Client().get(f"/interviews/{interview_id}?questions=declined").content.decode()
