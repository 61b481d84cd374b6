"""A file brought from the composer, without JavaScript: it is named in the text, which is kept."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.world import World, client_of, start
from threads.discussion import selectors, services
from threads.discussion.attachments.models import Attachment
from threads.discussion.models import Post

CSV = b"deposit,Mt\nA,1\n"


def csv() -> SimpleUploadedFile:
    return SimpleUploadedFile("grades.csv", CSV, "text/csv")


def text_at(place: str, world: World) -> str:
    kept = selectors.draft(place, viewer=world.newcomer)
    return kept.text if kept else ""


def test_it_is_named_at_the_end_of_the_text_and_the_text_stands_in_the_box(world: World) -> None:
    thread = start(world.geologist, world.public)
    browser, place = client_of(world.newcomer), f"thread:{thread.pk}"

    answer = browser.post(f"/drafts/{place}/files", {"text": "See the table.", "draft_sequence": "0", "file": csv()})

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/threads/{thread.pk}#reply")
    file = Attachment.objects.get()
    assert text_at(place, world) == f"See the table.\n\n[grades.csv](attachment:{file.pk})"
    page = browser.get(f"/threads/{thread.pk}").text
    assert f"[grades.csv](attachment:{file.pk})</textarea>" in page
    assert 'formenctype="multipart/form-data"' in page
    shown = browser.post("/preview", {"text": text_at(place, world)}, headers={"HX-Request": "true"}).text
    assert f'href="/files/{file.pk}"' in shown
    sent = {"text": text_at(place, world), "draft_sequence": "1"}
    assert browser.post(f"/threads/{thread.pk}/reply", sent).status_code == 303
    assert client_of(world.nobody).get(f"/files/{file.pk}").status_code == 200


def test_a_second_file_stands_below_the_first(world: World) -> None:
    browser = client_of(world.newcomer)
    browser.post(
        "/drafts/board:field-notes/files", {"title": "Tables", "text": "", "draft_sequence": "0", "file": csv()}
    )
    first = text_at("board:field-notes", world)

    browser.post(
        "/drafts/board:field-notes/files", {"title": "Tables", "text": first, "draft_sequence": "1", "file": csv()}
    )

    assert text_at("board:field-notes", world).count("attachment:") == 2
    assert 'value="Tables"' in browser.get("/boards/field-notes/new").text


def test_a_file_that_is_not_taken_leaves_the_text_and_says_why(world: World) -> None:
    thread = start(world.geologist, world.public)
    browser, place = client_of(world.newcomer), f"thread:{thread.pk}"
    bad = SimpleUploadedFile("run.exe", b"MZ\x90\x00" + b"\x00" * 60)

    answer = browser.post(f"/drafts/{place}/files", {"text": "My words.", "draft_sequence": "0", "file": bad})

    assert answer.status_code == 303
    assert (text_at(place, world), Attachment.objects.count()) == ("My words.", 0)
    page = browser.get(f"/threads/{thread.pk}").text
    assert "My words.</textarea>" in page
    assert 'class="message on-cinnabar"' in page


def test_no_file_at_all_leaves_the_text(world: World) -> None:
    thread = start(world.geologist, world.public)

    client_of(world.newcomer).post(f"/drafts/thread:{thread.pk}/files", {"text": "My words.", "draft_sequence": "0"})

    assert text_at(f"thread:{thread.pk}", world) == "My words."


def test_of_two_devices_the_slower_sees_both_texts_with_the_file_in_its_own(world: World) -> None:
    thread = start(world.geologist, world.public)
    place = f"thread:{thread.pk}"
    services.save_draft(actor=world.newcomer, place=place, title="", source="From the phone.", sequence=0)

    sent = {"text": "From the desk.", "draft_sequence": "0", "file": csv()}
    answer = client_of(world.newcomer).post(f"/drafts/{place}/files", sent)

    assert answer.status_code == 412
    assert "From the phone." in answer.text
    assert "From the desk." in answer.text
    assert "attachment:" in answer.text
    assert f'action="/drafts/{place}"' in answer.text


def test_an_edit_is_kept_as_a_draft_and_shown_again(world: World) -> None:
    start(world.newcomer, world.public)
    post = Post.objects.get()
    browser = client_of(world.newcomer)

    browser.post(f"/drafts/post:{post.pk}", {"text": "Better words.", "draft_sequence": "0"})

    page = browser.get(f"/posts/{post.pk}/edit").text
    assert "Better words.</textarea>" in page
    assert browser.post(f"/posts/{post.pk}/edit", {"text": "Better words.", "version": "1"}).status_code == 303
    assert text_at(f"post:{post.pk}", world) == ""


def test_a_preview_names_what_the_readers_of_the_board_may_see(world: World) -> None:
    quiet = start(world.geologist, world.members_only, source="Only for members.")
    words = {"text": f"> [@gil-geologist](/threads/{quiet.pk}/1):\n> Only for members."}
    browser = client_of(world.newcomer)

    assert f'href="/threads/{quiet.pk}/1"' in browser.post(f"/preview?place=thread:{quiet.pk}", words).text
    for place in ("", "board:field-notes", "board:back-office", "thread:x", "thread:" + "9" * 40, "post:²"):
        assert (
            f'href="/threads/{quiet.pk}/1"' not in browser.post("/preview", words, query_params={"place": place}).text
        )
