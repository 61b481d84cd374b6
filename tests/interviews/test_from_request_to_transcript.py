"""The whole way, once over REST and once by the pages, as member, editor and guest."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client

from accounts.members.policies import InvitationOver
from accounts.members.services import accept_invitation
from forum.kernel import clock
from tests.interviews.cases import WORDS, at, only_noted, state_of
from tests.world import World, client_of, code_of, nothing_changes, send
from threads.interviews.models import Answer, Interview, Question
from threads.interviews.selectors import cases
from threads.interviews.services import answering, approach
from threads.interviews.states import State

type Api = Callable[..., Client]


def test_over_rest(world: World, api: Api) -> None:
    member, editor, guest = api(world.geologist), api(world.editor), api(world.guest)
    made = send(
        member, "post", "/api/v1/interviews", {"title": "Water", "guest": "A hydrologist", "reasons": "Nobody asked."}
    )
    base = f"/api/v1/interviews/{made.json()['id']}"
    interview_id = made.json()["id"]

    def step(by: Client, to: str, **more: object) -> None:
        answer = send(by, "post", f"{base}/transitions", {"to": to, **more})
        assert answer.status_code == 200, answer.content

    assert send(api(world.operator), "put", f"{base}/support").status_code == 204
    step(editor, "triage")
    assert send(editor, "put", f"{base}/risk", {"danger": True}).status_code == 204
    with only_noted("risk_review_first"):
        assert code_of(send(editor, "post", f"{base}/approach")) == "risk_review_first"
    said = {"danger": True, "proceed": True, "measures": "Met in person, no phone."}
    assert send(editor, "put", f"{base}/risk", said).status_code == 204
    path = send(editor, "post", f"{base}/approach").json()["path"]
    contact = {"channel": "person", "contacted_on": "2026-11-20", "terms": "Background"}
    assert send(editor, "post", f"{base}/contacts", contact).status_code == 204
    with nothing_changes():
        assert send(guest, "post", f"{base}/transitions", {"to": "accepted"}).status_code == 404
    assert client_of(world.guest).post(path).status_code == 303
    step(guest, "accepted")
    terms = {
        "wording": "You read all of it first.",
        "attribution": "background",
        "shown_as": "A hydrologist of the valley",
    }
    assert send(editor, "post", f"{base}/terms", terms).status_code == 204
    with only_noted("guest_check_first"):
        early = {"to": "terms_agreed", "terms": guest.get(f"{base}/terms").json()["id"]}
        assert code_of(send(guest, "post", f"{base}/transitions", early)) == "guest_check_first"
    assert send(editor, "post", f"{base}/guest-checks", {"method": "in_person"}).status_code == 204
    step(guest, "terms_agreed", terms=guest.get(f"{base}/terms").json()["id"])
    due = (clock.now() + timedelta(days=3)).isoformat()
    step(editor, "collecting", until=(clock.now() + timedelta(hours=1)).isoformat(), answers_due=due)
    assert guest.get(f"{base}/case").json()["answers_due"][:16] == due[:16]
    assert [one["part"] for one in guest.get("/api/v1/me/interviews").json()["results"]] == ["guest"]
    asked = send(member, "post", f"{base}/questions", {"text": "What is in the stream?"}).json()["id"]
    assert send(api(world.operator), "put", f"/api/v1/questions/{asked}/vote").status_code == 204
    step(editor, "selected", questions=[asked])
    step(editor, "answering")
    drafted = send(
        guest, "put", f"/api/v1/questions/{asked}/answer", {"text": WORDS, "attribution": "background"}
    ).json()
    step(editor, "guest_review")
    with nothing_changes():
        refused = send(editor, "put", f"/api/v1/answers/{drafted['id']}/state", {"state": "cleared"}, if_match='"v1"')
        assert refused.status_code == 404
    cleared = send(guest, "put", f"/api/v1/answers/{drafted['id']}/state", {"state": "cleared"}, if_match='"v1"')
    assert cleared.json()["consented"]
    step(guest, "frozen")
    with only_noted("interview_frozen", "interview_frozen"):
        late = send(
            guest, "put", f"/api/v1/questions/{asked}/answer", {"text": "B", "attribution": "background", "version": 1}
        )
        assert code_of(late) == "interview_frozen"
        assert code_of(send(guest, "post", f"{base}/transitions", {"to": "withdrawn"})) == "interview_frozen"
    step(editor, "published")

    (entry,) = Client().get(f"{base}/transcript").json()["entries"]
    assert (entry["source"], entry["attribution"]) == (WORDS, "background")
    assert "hydrologist of the valley" not in entry["speaker"]
    assert state_of(interview_id) == State.PUBLISHED
    recording = {
        "url": "https://media.example.org/a.mp3", "media_type": "audio/mpeg", "size": 1000, "seconds": 600,
        "chapters": [{"starts_at": 0, "title": "The stream"}],
    }  # fmt: skip
    assert send(editor, "put", f"{base}/recording", recording).status_code == 204
    amended = {"answer": entry["answer"], "text": "Otherwise.", "note": "A word was misheard."}
    made = send(editor, "post", f"{base}/corrections", amended)
    assert (made.status_code, made.json()["version"], made.json()["correction"]) == (201, 2, "A word was misheard.")
    found = member.get("/api/v1/interviews?stage=published&guest=hydrologist&year=2026").json()["results"]
    assert [(one["id"], one["recording_url"]) for one in found] == [(interview_id, "https://media.example.org/a.mp3")]
    assert member.get("/api/v1/interviews?stage=published&deposit=mount-weld").json()["results"] == []


def test_by_the_pages(world: World) -> None:
    member, editor, guest = (client_of(one) for one in (world.geologist, world.editor, world.guest))
    form = {"subject": "A hydrologist", "title": "Water", "reasons": "Nobody asked.", "deposits": ""}
    here = member.post("/interviews/new", form).headers["Location"]
    desk = f"{here}/desk"

    def do(by: Client, verb: str, **fields: object) -> None:
        data = {f"{verb}-{name}": value for name, value in fields.items()}
        answer = by.post(desk, {"do": verb, **data})
        assert answer.status_code == 303, answer.content.decode()

    assert editor.post(f"{here}/triage").status_code == 303
    do(editor, "risk")
    page = editor.post(desk, {"do": "approach"}).content.decode()
    (link,) = re.findall(r"http://testserver(/join/[^<\s]+)", page)
    assert guest.post(link).status_code == 303
    do(guest, "accept", show="on")
    do(editor, "offer", attribution="on_record", shown_as="Dr. Ayla Marn", wording="You read all of it first.")
    do(editor, "check", method="call_back")
    (terms,) = re.findall(r'name="agree-terms" value="(\d+)"', guest.get(desk).content.decode())
    do(guest, "agree", terms=terms)
    do(editor, "open", until=(clock.now() + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%S"))
    place = member.post(f"{here}/questions", {"text": "What is in the stream?"}).headers["Location"]
    question = Question.objects.get()
    assert client_of(world.operator).post(f"{place}/vote", {"wanted": "1"}).status_code == 303
    do(editor, "select", questions=[question.pk])
    do(editor, "start")
    draft = {"text": WORDS, "attribution": "on_record", "version": "0"}
    assert guest.post(f"{here}/questions/{question.pk}/answer", draft).status_code == 303
    do(editor, "review_answers")
    answer = Answer.objects.get()
    step = f"{here}/answers/{answer.pk}/step"
    assert guest.post(step, {"do": "clear", "version": "1"}).status_code == 303
    do(guest, "freeze")
    do(editor, "publish", embargo_until="")

    do(
        editor, "record", url="https://media.example.org/a.mp3", media_type="audio/mpeg", length="42:10", size="1000",
        chapters="0:00 The stream\n4:30 The pools",
    )  # fmt: skip

    shown = Client().get(here).content.decode()
    assert WORDS in shown
    assert [f"https://media.example.org/a.mp3#t={at}" in shown for at in (0, 270)] == [True, True]
    assert "Dr. Ayla Marn" in shown


@pytest.mark.parametrize("who", ["nobody", "newcomer", "geologist", "moderator", "admin"])
def test_an_answer_by_somebody_else_is_refused_and_nothing_changes(world: World, api: Api, who: str) -> None:
    interview_id = at(world, State.ANSWERING)
    question = Question.objects.get(interview=interview_id)
    client, browser = api(world.viewers[who]), client_of(world.viewers[who])

    noted = [] if who == "nobody" else ["editors_only"]
    with only_noted(*noted) if noted else nothing_changes():
        body = {"text": "Mine.", "attribution": "on_record", "version": 1}
        by_rest = send(client, "put", f"/api/v1/questions/{question.pk}/answer", body)
        by_page = browser.post(f"/interviews/{interview_id}/questions/{question.pk}/answer", body)

    assert by_rest.status_code in {401, 403}
    assert by_page.status_code == 404


def test_a_used_invitation_opens_nothing_for_a_second_person(world: World) -> None:
    interview_id = at(world, State.TRIAGE)
    Interview.objects.filter(pk=interview_id).update(risk="low")
    page = client_of(world.editor).post(f"/interviews/{interview_id}/desk", {"do": "approach"}).content.decode()
    (secret,) = re.findall(r"/join/([^<\s]+)", page)
    accept_invitation(actor=world.guest, secret=secret)

    other = client_of(world.operator)
    with nothing_changes():
        second = other.post(f"/join/{secret}")
        desk = other.get(f"/interviews/{interview_id}/desk")

    assert (second.status_code, desk.status_code) == (410, 404)


def test_whoever_used_one_invitation_comes_in_by_the_next_and_an_unused_one_is_over(world: World) -> None:
    interview_id = at(world, State.APPROACHED)
    unused = approach.approach_guest(actor=world.editor, interview_id=interview_id)

    secret = approach.approach_guest(actor=world.editor, interview_id=interview_id)
    assert not cases.sight(interview_id, viewer=world.guest).invited
    with nothing_changes(), pytest.raises(InvitationOver), transaction.atomic():
        accept_invitation(actor=world.operator, secret=unused)
    accept_invitation(actor=world.guest, secret=secret)

    assert cases.sight(interview_id, viewer=world.guest).invited


def test_in_a_live_hour_each_answer_comes_out_on_its_own_and_can_be_struck(world: World) -> None:
    interview_id = at(world, State.ANSWERING)
    Interview.objects.filter(pk=interview_id).update(live=True)
    answer = Answer.objects.get()
    page = f"/interviews/{interview_id}"

    before = Client().get(page).content.decode()
    answering.clear_answer(actor=world.guest, answer_id=answer.pk, version=1)
    answering.release_answer(actor=world.editor, answer_id=answer.pk, version=1)
    during = Client().get(page).content.decode()
    answering.strike_answer(actor=world.guest, answer_id=answer.pk, version=1)
    after = Client().get(page).content.decode()

    assert [WORDS in one for one in (before, during, after)] == [False, True, False]
    assert "This answer was struck." in after
