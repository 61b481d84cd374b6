"""A text is read in its own language."""

import pytest

from forum.search.languages import language_of, pairs
from tests.search.finding import thread, titles
from tests.world import World


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The drill core was logged before the assay came in.", "en"),
        ("Wo liegen die Bohrkerne, und wer hat sie beschrieben?", "de"),
        ("¿Dónde están los testigos del sondeo?", "es"),
        ("Où sont les carottes de ce sondage ?", "fr"),
        ("Onde estão os testemunhos da sondagem? Não foi dito.", "pt"),
        ("Где лежит керн и кто его описал?", "ru"),
        ("稀土矿床的品位", "xx"),
        ("ကချင်ပြည်နယ် မြေရှားသတ္တု", "xx"),
        ("Dy, Tb", "en"),
    ],
)
def test_a_language_is_known_by_its_small_words(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Wo liegen die Bohrkerne von damals?", "Bohrkern"),
        ("¿Dónde están los sondeos de la mina?", "sondeo"),
        ("Où sont les carottes de ce sondage ?", "carotte"),
        ("Где лежит керн старой скважины и кто его описал?", "скважина"),
        ("这个稀土矿床的品位很高", "稀土"),
        ("这个稀土矿床的品位很高", "矿床 品位"),
        ("ကချင်ပြည်နယ်တွင် တူးဖော်သည်", "ကချင်"),
    ],
)
def test_another_form_of_a_word_and_a_word_without_spaces_around_it_are_found(
    world: World, text: str, typed: str
) -> None:
    thread(world.newcomer, world.public, "Here", text)
    thread(world.newcomer, world.public, "Elsewhere", "Nothing of the kind.")
    assert titles(typed, world.nobody) == ["Here"]


def test_letters_without_spaces_are_taken_in_pairs() -> None:
    assert pairs("REO 稀土矿 and 锂") == ["稀土", "土矿", "锂"]
