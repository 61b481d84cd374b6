"""How much a text may be and ask for. Every figure that bounds the renderer's work stands here.

Markdown can be written so that a short source asks for a long answer (a reference with a long address used ten
thousand times, a table whose short rows are filled up). The caps below keep the work and the output within a fixed
multiple of the source; `benchmarks/text.py` measures what they leave.
"""

from django.utils.translation import gettext_lazy as _

from forum.kernel.errors import Invalid

# Raise it whenever the same source would render to other HTML: a job then renders stored posts anew.
RENDERER_VERSION = 2

MAX_SOURCE = 40_000  # characters of Markdown in one text
MAX_DEPTH = 20  # blocks inside blocks; a list counts twice, once for itself and once for its item
MAX_INLINE_DEPTH = 32  # emphasis inside emphasis
MAX_TOKENS = 40_000  # pieces of a parsed text, filled-up table cells included
MAX_LINK_OUTPUT = 200_000  # characters of all addresses and titles together
MAX_NAMES = 300  # different members, deposits, posts and attachments named, each kind apart
MAX_FOOTNOTE_MARKS = 200
MAX_FORMULAS = 200
MAX_FORMULA = 1_000  # characters of TeX in one formula
MAX_FORMULA_DEPTH = 16  # braces inside braces
MAX_FORMULA_COMMANDS = 150  # the converter recurses once a command at worst, on the thread's own stack
MAX_URL = 2_000
MAX_HIGHLIGHT = 3_000  # characters of one code block that is coloured; a longer one stays plain
MAX_HIGHLIGHT_TOTAL = 9_000  # of all blocks of one text
MAX_HIGHLIGHT_LINE = 200  # characters; what a lexer pays for hostile code grows with the square of its lines
EXCERPT = 240  # characters of the excerpt kept with a text


class TextTooLong(Invalid):
    """400: more characters than this field takes."""

    code = "text_too_long"
    title = _("This text is too long.")


class TextTooComplex(Invalid):
    """400: nested, repeated or linked beyond what a reader could follow and a server should pay for."""

    code = "text_too_complex"
    title = _("This text is too complex to show. Please use fewer nested or repeated parts.")


class TextEmpty(Invalid):
    """400: nothing a reader could see."""

    code = "text_empty"
    title = _("There is nothing to read here.")


class ForbiddenCharacter(Invalid):
    """400: a character that cannot be shown, or that changes how others are shown."""

    code = "forbidden_character"
    title = _("This text contains a character that cannot be shown.")
