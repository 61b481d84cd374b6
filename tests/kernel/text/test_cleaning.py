"""What people type is normalised before it is stored, and refused where it would hide or disguise."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.kernel.errors import Invalid
from forum.kernel.text import ForbiddenCharacter, TextEmpty, TextTooLong, clean
from forum.kernel.text.cleaning import pattern


def test_line_ends_of_every_kind_become_one() -> None:
    assert clean("a\r\nb\rc\u2028d\u2029e\x85f", max_length=50) == "a\nb\nc\nd\ne\nf"


def test_letters_and_their_marks_are_composed() -> None:
    assert clean("Zu\u0308rich", max_length=50) == "Zürich"


def test_space_around_a_text_goes_and_space_inside_its_lines_stays() -> None:
    assert clean("\n\n    code\n  a  \nb \n \n", max_length=50) == "    code\n  a  \nb"


def test_a_title_is_one_line_with_single_spaces() -> None:
    assert clean("  Mount \t\n Weld\u00a0 II ", max_length=50, lines=False) == "Mount Weld II"


@pytest.mark.parametrize(
    "text",
    ["\0", "a\x07", "a\x1b[31m", "a\x0b", "\x7f", "a\x9f", "\ud800", "a\udfff", "\ufdd0", "\uffff", "\U0001fffe",
     "a\u202eb", "\u202aa\u202c", "a" + "\u0301" * 13],
    ids=ascii,
)  # fmt: skip
def test_characters_that_hide_break_or_disguise_are_refused(text: str) -> None:
    with pytest.raises(ForbiddenCharacter) as refusal:
        clean(text, max_length=50)
    assert refusal.value.code == "forbidden_character"
    assert isinstance(refusal.value, Invalid)


@pytest.mark.parametrize(
    "text",
    ["مرحبا بالعالم", "می\u200cخواهم", "שָׁלוֹם \u200fעולם", "क्\u200dष", "မြန်\u200bမာ", "👩\u200d👩\u200d👧", "❤\ufe0f\u200d🔥",
     "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "a \u2067שלום\u2069 b", "ဒီဇိုင်း", "\ue000",
     "\u0378\u200d\u0378"],
    ids=ascii,
)  # fmt: skip
def test_scripts_keep_the_characters_they_need(text: str) -> None:
    assert clean(text, max_length=50) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    "text",
    ["mo\u200dunt", "mo\u200bunt", "mo\u00adunt", "\ufeffmount", "mo\u2060unt", "mo\U000e0041unt", "\ufe0fmount"],
    ids=ascii,
)
def test_invisible_characters_that_do_nothing_are_dropped(text: str) -> None:
    assert clean(text, max_length=50) == "mount"


@pytest.mark.parametrize(
    ("text", "kept"),
    [("a\u2066b", "a\u2066b\u2069"), ("a\u2069b", "ab"), ("\u2066a\nb\u2069", "\u2066a\u2069\nb"),
     ("\u2067\u2068a\u2069", "\u2067\u2068a\u2069\u2069")],
    ids=ascii,
)  # fmt: skip
def test_a_change_of_writing_direction_ends_in_its_line(text: str, kept: str) -> None:
    assert clean(text, max_length=50) == kept


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "\u3164", "\u2800\u200e", "\u115f \u1160"], ids=ascii)
def test_what_nobody_can_see_is_empty_and_no_title(text: str) -> None:
    assert clean(text, max_length=50) == ""
    with pytest.raises(TextEmpty):
        clean(text, max_length=50, lines=False)


def test_length_counts_characters_once_line_ends_are_single() -> None:
    assert clean("a\r\n" * 5 + "b", max_length=11) == "a\n" * 5 + "b"
    with pytest.raises(TextTooLong) as refusal:
        clean("a" * 12, max_length=11)
    assert refusal.value.code == "text_too_long"


def test_far_too_long_a_text_is_refused_before_anything_else_is_looked_at() -> None:
    with pytest.raises(TextTooLong):
        clean("\0" * 23, max_length=11)


@given(st.text(max_size=60), st.booleans())
def test_cleaning_twice_changes_nothing(text: str, lines: bool) -> None:
    try:
        once = clean(text, max_length=200, lines=lines)
    except Invalid:
        return
    assert clean(once, max_length=200, lines=lines) == once


UNUSUAL = (
    "\0\x07\t\n\x0b\x0c\r\x1b\x1c\x1f \x7f\x85\x9f\xa0\xad\u034f\u061c\u115f\u180e\u200b\u200d\u200e\u2028\u202a\u202e\u2060"
    "\u2066\u2069\u2800\u3000\u3164\ufe0f\ufeff\ufff9\U000e0041\U000e0100\U0001f3f4aé\u0301က"
)


@given(
    st.text(st.one_of(st.sampled_from(UNUSUAL), st.characters(exclude_categories=["Cs"])), max_size=6),
    st.booleans(),
)
def test_the_pattern_tells_what_is_taken(text: str, lines: bool) -> None:
    """But for what no pattern can say: marks piled up."""
    told, refusal = re.search(pattern(lines=lines, blank=True), text) is not None, ""
    try:
        kept = clean(text, max_length=50, lines=lines)
    except TextEmpty:
        kept = ""
    except ForbiddenCharacter as error:
        refusal = str(error.detail)
    if refusal:
        assert not told or "piled" in refusal
        return
    assert told
    assert bool(re.search(pattern(lines=lines, blank=False), text)) == bool(kept)


def test_a_text_of_selectors_alone_shows_nothing() -> None:
    assert clean("\u3164\U000e0100", max_length=50) == ""
