"""Code keeps its shape; known languages get a label and colours by class."""

import pytest

from forum.kernel.text.colouring import CLASSES, LANGUAGES, coloured
from forum.kernel.text.limits import MAX_HIGHLIGHT
from tests.kernel.text.rendering import html


def test_a_known_language_is_labelled_and_coloured() -> None:
    assert html("```py\nx = 1  # <b>\n```") == (
        '<pre class="code" dir="ltr" data-language="python" tabindex="0"><code>x <span class="tok-operator">=</span> '
        '<span class="tok-number">1</span>  <span class="tok-comment"># &lt;b&gt;</span>\n</code></pre>'
    )


@pytest.mark.parametrize("info", ["", "klingon", 'python" onclick="x', "../../etc"])
def test_an_unknown_language_is_plain(info: str) -> None:
    assert html(f"```{info}\nx = 1\n```") == '<pre class="code" dir="ltr" tabindex="0"><code>x = 1\n</code></pre>'


def test_a_long_block_keeps_its_label_and_stays_plain() -> None:
    rendered = html("```python\n" + "x = 1\n" * (MAX_HIGHLIGHT // 5) + "```")
    assert 'data-language="python"' in rendered
    assert "tok-" not in rendered


@pytest.mark.parametrize("code", ["'" * 201, "a\n" + " \n" * 12 + "b"], ids=["long line", "blank lines"])
def test_code_that_lexers_pay_dearly_for_stays_plain(code: str) -> None:
    assert "tok-" not in html(f"```python\n{code}\nx = 1\n```")


def test_one_text_colours_only_so_much() -> None:
    block = "```python\n" + "x = 1\n" * 400 + "```\n"
    assert 0 < html(block * 8).count("tok-number") <= 400 * 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_keeps_every_character(language: str) -> None:
    code = "a < b && \"c\" # 'd'\n\t- e: 1.5\n"
    shown = coloured(code, language=language)
    for name in CLASSES:
        shown = shown.replace(f'<span class="{name}">', "")
    assert shown.replace("</span>", "") == "a &lt; b &amp;&amp; &quot;c&quot; # &#x27;d&#x27;\n\t- e: 1.5\n"
