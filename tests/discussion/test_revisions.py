"""What a post said before is kept."""

from django.test import Client

from tests.world import World, reply, start
from threads.discussion import diffs, services


def test_every_earlier_text_is_kept_newest_first_with_who_replaced_it(world: World) -> None:
    thread = start(world.geologist, world.public)
    post = reply(world.newcomer, thread, "One.")
    reply(world.geologist, thread)
    services.edit_post(actor=world.newcomer, post_id=post.pk, source="Two.", version=1)
    services.edit_post(actor=world.newcomer, post_id=post.pk, source="Three.", version=2)

    kept = Client().get(f"/api/v1/posts/{post.pk}/revisions").json()["results"]

    assert [(one["version"], one["source"]) for one in kept] == [(2, "Two."), (1, "One.")]
    assert {one["replaced_by"]["handle"] for one in kept} == {"nora-new"}


def test_a_post_that_was_never_edited_has_none(world: World) -> None:
    post = reply(world.newcomer, start(world.geologist, world.public))

    assert Client().get(f"/api/v1/posts/{post.pk}/revisions").json()["results"] == []


def test_earlier_texts_are_as_hidden_as_the_post_itself(world: World) -> None:
    post = reply(world.geologist, start(world.geologist, world.verified_only), "A secret.")
    services.edit_post(actor=world.geologist, post_id=post.pk, source="Nothing.", version=1)

    answer = Client().get(f"/api/v1/posts/{post.pk}/revisions")

    assert answer.status_code == 404
    assert "secret" not in answer.text


class Word:
    """A word that counts how often it is held against another."""

    met = 0

    def __init__(self, letter: str) -> None:
        self.letter = letter

    def __eq__(self, other: object) -> bool:
        Word.met += 1
        return isinstance(other, Word) and self.letter == other.letter

    __hash__ = None  # type: ignore[assignment]


def compared(repeats: int) -> int:
    """How many words are held against each other where many differ and the rest are all alike."""
    Word.met = 0
    before = [Word(letter) for letter in "p" + ("a" * 20 + "q") * repeats]
    after = [Word(letter) for letter in "r" + ("a" * 20 + "s") * repeats + "t"]
    diffs._trace(before, after)  # type: ignore[arg-type]
    return Word.met


def test_texts_that_repeat_a_few_words_cost_no_more_the_longer_they_are() -> None:
    compared(100)
    short, long = compared(400), compared(800)
    assert long < 1.2 * short
    assert short < 3 * diffs.PAIRS


def test_what_is_too_much_to_compare_is_shown_as_one_text_for_the_other() -> None:
    before, after = "p " + "a a a q " * 2000 + "z", "r " + "a a a s " * 2000 + "t"
    shown = diffs.word_diff(before, after)
    assert "".join(one.text for one in shown if one.kind != "new") == before
    assert "".join(one.text for one in shown if one.kind != "gone") == after
