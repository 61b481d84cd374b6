"""The plain words of a text are what search finds."""

from tests.kernel.text.rendering import show


def test_every_block_is_a_line_of_words_without_signs() -> None:
    source = (
        "# Clay\n\nThe *pits* at [[pangwa]], says @geologist.\nSecond line.\n\n"
        "| a | b |\n|--|--|\n| 1 | 2 |\n\n- one\n- two\n\n`x = 1` and $x^2$\n\n![a core](attachment:core1)"
    )
    assert show(source).text == (
        "Clay\nThe pits at Pangwa, says @geologist.\nSecond line.\na b\n1 2\none\ntwo\nx = 1 and x^2\na core"
    )


def test_signs_of_html_are_words_here() -> None:
    assert show("a < b & c").text == "a < b & c"
