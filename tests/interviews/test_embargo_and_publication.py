"""An embargo holds on every path until its second, and then ends whether or not the job has run."""

import base64
import re
from collections.abc import Callable
from datetime import timedelta
from time import sleep
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import Error as DatabaseError
from django.db import transaction
from django.test import Client

from forum.kernel import clock
from tests.interviews.cases import WORDS, at, do_jobs, second_editor, state_of
from tests.world import World, client_of, nothing_changes
from threads.interviews import documents
from threads.interviews.models import Answer, Interview, Transcript, TranscriptEntry
from threads.interviews.policies import SecondEditorNeeded
from threads.interviews.services import answering, publishing
from threads.interviews.states import State
from threads.interviews.tasks import look_at_clocks

type Api = Callable[..., Client]
SECRET = WORDS.split()[0]


def everywhere(interview_id: int, answer_id: int) -> list[str]:
    base = f"/interviews/{interview_id}"
    return [
        "/", "/interviews", "/interviews?tab=library", "/interviews?tab=answering", "/interviews/feed.xml", base,
        f"{base}?version=1", f"{base}/transcript.json", f"{base}/transcript.txt", f"{base}/chapters.json",
        f"{base}/answers/{answer_id}", f"{base}/answers/{answer_id}/quote", f"/api/v1/answers/{answer_id}/quote",
        "/inbox", "/search?q=holds", "/api/v1/search?q=holds", "/api/v1/sync", "/api/v1/me/notifications",
        f"/api/v1{base}", f"/api/v1{base}/transcript", f"/api/v1{base}/answers",
        f"/api/v1{base}/questions", "/api/v1/interviews?stage=published", "/api/v1/interviews?stage=answering",
    ]  # fmt: skip


def embargo(world: World, seconds: float) -> int:
    interview_id = at(world, State.FROZEN)
    until = clock.now() + timedelta(seconds=seconds)
    publishing.publish_transcript(actor=world.editor, interview_id=interview_id, embargo_until=until)
    return interview_id


def test_before_its_end_no_path_shows_a_word_to_anybody_outside(world: World, api: Api) -> None:
    interview_id = embargo(world, 3600)
    paths = everywhere(interview_id, Answer.objects.get().pk)

    for viewer in (world.nobody, world.newcomer, world.moderator, world.admin):
        for path in paths:
            answer = (api(viewer) if path.startswith("/api") else client_of(viewer)).get(path)
            assert SECRET not in answer.content.decode(), path
            assert SECRET not in str(answer.headers), path


def test_it_ends_by_the_clock_and_not_by_the_job(world: World) -> None:
    interview_id = embargo(world, 2)
    browser = Client()
    before = browser.get(f"/interviews/{interview_id}/transcript.json")
    while Interview.objects.get(pk=interview_id).embargo_until > clock.now():
        sleep(0.1)

    after = browser.get(f"/interviews/{interview_id}")

    assert before.status_code == 404
    assert SECRET in after.content.decode()
    assert state_of(interview_id) == State.EMBARGOED
    look_at_clocks()
    do_jobs()
    assert state_of(interview_id) == State.PUBLISHED


def test_the_database_lets_nobody_publish_before_the_end(world: World) -> None:
    interview = Interview.objects.get(pk=embargo(world, 3600))

    with nothing_changes(), pytest.raises(DatabaseError, match="embargo"), transaction.atomic():
        interview.transitions.create(
            number=interview.state_number + 1, from_state="embargoed", to_state="published", at=clock.now()
        )
    look_at_clocks()
    do_jobs()
    assert state_of(interview.pk) == State.EMBARGOED


def test_after_the_freeze_no_answer_changes_by_service_or_by_hand(world: World) -> None:
    interview_id = at(world, State.FROZEN)
    answer = Answer.objects.get(interview=interview_id)

    with nothing_changes(), pytest.raises(answering.policies.Frozen), transaction.atomic():
        answering.write_answer(
            actor=world.guest, question_id=answer.question_id, source="Otherwise.", attribution="on_record", version=1
        )
    with nothing_changes(), pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Answer.objects.filter(pk=answer.pk).update(source="Otherwise.")


def test_what_is_published_verifies_and_a_changed_byte_does_not(world: World) -> None:
    interview_id = at(world, State.PUBLISHED)
    answer = Client().get(f"/interviews/{interview_id}/transcript.json")
    signature = base64.b64decode(answer.headers["Assay-Signature"])
    page = Client().get("/interviews/verification").content.decode()
    (key,) = re.findall(r"<pre[^>]*><code>([\w+/]{43}=)</code>", page)

    assert documents.verifies(answer.content, signature, base64.b64decode(key))
    assert not documents.verifies(answer.content.replace(b"Ytterbium", b"Erbium"), signature, base64.b64decode(key))
    assert Transcript.objects.get().sha256.hex() in Client().get(f"/interviews/{interview_id}").content.decode()


def test_the_command_verifies_what_is_kept_and_what_was_saved(
    world: World, tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    interview_id = at(world, State.CORRECTED)
    answer = Client().get(f"/interviews/{interview_id}/transcript.json")
    file = f"{tmp_path}/transcript.json"
    signature, key = base64.b64decode(answer.headers["Assay-Signature"]).hex(), documents.public_key().hex()

    call_command("verify_transcript", interview=interview_id)
    assert "2 versions" in capsys.readouterr().out
    with open(file, "wb") as saved:
        saved.write(answer.content)
    call_command("verify_transcript", file, signature=signature, key=key)
    with open(file, "ab") as saved:
        saved.write(b" ")
    with pytest.raises(CommandError):
        call_command("verify_transcript", file, signature=signature, key=key)


def test_a_correction_adds_a_version_and_leaves_the_one_before_as_it_was(world: World) -> None:
    interview_id = at(world, State.CORRECTED)
    first, second = Transcript.objects.filter(interview=interview_id).order_by("version")

    shown = Client().get(f"/interviews/{interview_id}").content.decode()
    earlier = Client().get(f"/interviews/{interview_id}?version=1").content.decode()

    assert "A word was misheard." in shown
    assert "holds. Corrected." in shown
    assert "holds. Corrected." not in earlier
    assert bytes(first.document) != bytes(second.document)
    for change in (
        lambda: Transcript.objects.update(note="x"),
        lambda: TranscriptEntry.objects.update(answer_html="x"),
    ):
        with nothing_changes(), pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
            change()


def test_a_tombstone_takes_two_editors_and_leaves_no_word(world: World, api: Api) -> None:
    interview_id = at(world, State.PUBLISHED)
    answer_id = Answer.objects.get().pk
    say = {"interview_id": interview_id, "ground": "safety", "reason": "Somebody named in it is in danger."}

    assert not publishing.vote_takedown(actor=world.editor, **say)
    with nothing_changes(), pytest.raises(SecondEditorNeeded), transaction.atomic():
        publishing.vote_takedown(actor=world.editor, **say)
    assert state_of(interview_id) == State.PUBLISHED
    interview = Interview.objects.get(pk=interview_id)
    with nothing_changes(), pytest.raises(DatabaseError, match="two editors"), transaction.atomic():
        interview.transitions.create(
            number=interview.state_number + 1, from_state="published", to_state="taken_down", at=clock.now()
        )
    assert publishing.vote_takedown(actor=second_editor(), **say)

    page = Client().get(f"/interviews/{interview_id}").content.decode()
    assert "Somebody named in it is in danger." in page
    for path in everywhere(interview_id, answer_id):
        assert SECRET not in (api(world.newcomer) if "/api" in path else Client()).get(path).content.decode(), path


def test_the_feed_is_rss_with_transcripts_and_a_permalink_leads_to_the_answer(world: World) -> None:
    interview_id = at(world, State.PUBLISHED)
    publishing.set_recording(
        actor=world.editor, interview_id=interview_id, url="https://media.example.org/a.mp3", media_type="audio/mpeg",
        size=1000, seconds=600, chapters=[(0, "The stream"), (90, "The pools")],
    )  # fmt: skip
    answer_id = Answer.objects.get().pk

    channel = ElementTree.fromstring(Client().get("/interviews/feed.xml").content).find("channel")
    assert channel is not None
    (item,) = channel.findall("item")
    transcript = item.find("{https://podcastindex.org/namespace/1.0}transcript")
    assert transcript is not None
    path = transcript.attrib["url"].removeprefix("http://testserver")
    assert SECRET in Client().get(path).content.decode()
    assert item.findtext("guid") == f"http://testserver/interviews/{interview_id}"
    assert item.find("enclosure").attrib == {
        "url": "https://media.example.org/a.mp3",
        "type": "audio/mpeg",
        "length": "1000",
    }
    marks = Client().get(f"/interviews/{interview_id}/chapters.json").json()["chapters"]
    assert marks == [{"startTime": 0, "title": "The stream"}, {"startTime": 90, "title": "The pools"}]
    link = Client().get(f"/interviews/{interview_id}/answers/{answer_id}")
    assert link.headers["Location"] == f"/interviews/{interview_id}#a{answer_id}"
