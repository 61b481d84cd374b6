"""What people type or paste, made fit to store: normalised, without characters that hide or disguise.

Character names and categories follow Unicode 15.1, the version of Python 3.13's `unicodedata`.
"""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from forum.kernel.text.limits import ForbiddenCharacter, TextEmpty, TextTooLong

# Unicode's Stream-Safe Text Format (UAX 15, section 13) allows 30 marks in a row. No script needs more than a handful,
# and putting n marks in order costs n squared, so the run is checked before anything is normalised.
_MAX_MARKS = 12
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_OVERRIDES = re.compile("[\u202a-\u202e]")
_ISOLATES = re.compile("[\u2066-\u2069]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# 66 code points that never will be characters (Unicode 15.1, section 23.7).
_NEVER = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_NONCHARACTERS = re.compile(f"[{_NEVER}]")
# A flag of a part of a country is a black flag followed by tag letters; tag letters elsewhere carry hidden text.
_TAGS = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f)|[\U000e0000-\U000e007f]")
_JOINERS = "\u200c\u200d"
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Invisible everywhere but as a break or joint inside a script that is written without spaces or joins its letters.
_SOFT = re.compile("[\u00ad\u034f\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb]")
_BLANK = re.compile(
    "[\\s\u115f\u1160\u17b4\u17b5\u200b-\u200f\u061c\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]*"
)

# The same in the words of JSON Schema, whose patterns know neither `\\s` for all white space nor escapes beyond four digits.
_SPACE = r"\t\n\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_UNSEEN = (
    r"\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff"
    r"\uffa0\ufff9-\ufffb" + "\U000e0000-\U000e007f\U000e0100-\U000e01ef"
)
_REFUSED = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e" + _NEVER
_REFUSED_IN_LINE = r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e" + _NEVER


def pattern(*, lines: bool, blank: bool) -> str:
    """What `clean` takes, as a regular expression for JSON Schema; `blank` where nothing to see is taken as well.

    It cannot tell of piled-up marks. The end stands in the group, where tools that write a length into a pattern leave it
    alone: 40,000 repetitions of such a class cost them a second each time they read it.
    """
    refused = _REFUSED if lines else _REFUSED_IN_LINE
    if blank:
        return f"^([^{refused}]*$)"
    unseen = _SPACE + _UNSEEN if lines else r"\x0b\x0c\x1c-\x1f" + _SPACE + _UNSEEN
    return f"^([{unseen}]*[^{unseen}{refused}][^{refused}]*$)"


def clean(value: str, *, max_length: int, lines: bool = True) -> str:
    """`value` in NFC, its line ends as "\\n", without white space around it; empty if nothing in it can be seen.

    With `lines=False`, for titles and names, white space of any kind becomes single spaces, and `TextEmpty` is raised
    where nothing can be seen. Changes of writing direction end in the line in which they begin; characters that Unicode
    does not know yet stay, for newer phones than ours write them. Raises `TextTooLong` beyond `max_length` characters, and
    `ForbiddenCharacter` for controls, lone surrogates, noncharacters, bidirectional overrides and piled-up marks. Linear
    in the length.
    """
    # Twice, since browsers send each line end as two characters; the exact check follows once they are one.
    if len(value) > 2 * max_length:
        raise TextTooLong(_("Use at most %(count)d characters.") % {"count": max_length})
    text = _LINE_ENDS.sub("\n", value)
    if not lines:
        text = " ".join(text.split())
    if text.isascii():
        if _CONTROLS.search(text):
            raise ForbiddenCharacter(_("Control characters cannot be stored."))
    else:
        text = _clean_unicode(text)
    text = text.strip() if not lines else text.strip("\n").rstrip()
    if _BLANK.fullmatch(text):
        text = ""
    if not lines and not text:
        raise TextEmpty()
    if len(text) > max_length:
        raise TextTooLong(_("Use at most %(count)d characters.") % {"count": max_length})
    return text


def _clean_unicode(text: str) -> str:
    if _CONTROLS.search(text):
        raise ForbiddenCharacter(_("Control characters cannot be stored."))
    if _SURROGATES.search(text):
        raise ForbiddenCharacter(_("Half of a character is missing."))
    if _OVERRIDES.search(text):
        raise ForbiddenCharacter(_("Characters that reverse the reading order cannot be stored."))
    if _NONCHARACTERS.search(text):
        raise ForbiddenCharacter(_("This text holds something that is no character."))
    if _ISOLATES.search(text):
        text = "\n".join(_closed(line) for line in text.split("\n"))
    text = _TAGS.sub(lambda match: match[1] or "", text)
    if _SOFT.search(text) or _SELECTORS.search(text):
        text = _drop_idle(text)
    _check_marks(text)
    return unicodedata.normalize("NFC", text)


def _closed(line: str) -> str:
    """A line with each of its isolates closed and nothing closed that was not open, as half of a pasted name may be."""
    depth, kept = 0, []
    for char in line:
        if char == "\u2069":
            if not depth:
                continue
            depth -= 1
        elif _ISOLATES.match(char):
            depth += 1
        kept.append(char)
    return "".join(kept) + "\u2069" * depth


def _drop_idle(text: str) -> str:
    """Without invisible characters that do nothing where they stand, and could only tell two like texts apart."""
    kept: list[str] = []
    last = ""
    for char in text:
        if _SELECTORS.match(char):
            if not last or last.isspace() or _SELECTORS.match(last):
                continue
        elif _SOFT.match(char):
            if char in "\u200b" + _JOINERS:
                # Letters without case (Burmese, Arabic, Khmer), their marks, and pictures are what these serve.
                base = unicodedata.category(last) if last else ""
                serves = base in ("Lo", "Mn", "Mc", "So", "Sk", "Cn") or bool(_SELECTORS.match(last))
            else:
                serves = False
            if not serves:
                continue
        kept.append(char)
        last = char
    return "".join(kept)


def _check_marks(text: str) -> None:
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if marks > _MAX_MARKS:
            raise ForbiddenCharacter(_("Too many marks are piled on one letter."))
