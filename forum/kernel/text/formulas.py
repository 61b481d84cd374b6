"""TeX to MathML, on the server, so that a formula needs no script."""

import re
from functools import lru_cache

from math_core import LatexError, LatexToMathML

from forum.kernel.text.limits import MAX_FORMULA, MAX_FORMULA_COMMANDS, MAX_FORMULA_DEPTH

_CONVERTER = LatexToMathML(fancy_error=False, max_expansions=0)
_COMMAND = re.compile(r"\\[A-Za-z]+|[\^_']")
_MACRO = re.compile(r"\\(?:[egx]?def|let|(?:re)?newcommand|providecommand|label|ref|eqref|tag)(?![A-Za-z])")
# The converter aligns with style attributes, which no page may carry; the two that matter become classes.
_ALIGNED = re.compile(r' style="text-align: (left|right);[^"]*"')


@lru_cache(maxsize=512)
def mathml(tex: str, *, display: bool) -> str:
    """`<math>` for `tex`, or the empty string if it is broken, too deep, or defines commands of its own.

    The converter is native code that recurses with the nesting, so the nesting is bounded before it sees a formula.
    """
    if len(tex) > MAX_FORMULA or _MACRO.search(tex) or len(_COMMAND.findall(tex)) > MAX_FORMULA_COMMANDS:
        return ""
    depth = 0
    for brace in re.findall(r"\\.|[{}]", tex, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth > MAX_FORMULA_DEPTH:
            return ""
    try:
        result = _CONVERTER.convert_with_local_state(tex, displaystyle=display)
    except LatexError:
        return ""
    return _ALIGNED.sub(r' class="math-\1"', result)
