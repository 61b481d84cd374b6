"""Formulas become MathML on the server."""

import pytest

from tests.kernel.text.rendering import html, show


def test_a_formula_in_a_line_is_mathml() -> None:
    rendered = show("So $x^2$ grows.")
    assert rendered.html == "<p>So <math><msup><mi>x</mi><mn>2</mn></msup></math> grows.</p>\n"
    assert rendered.math
    assert not show("So it grows.").math


def test_double_dollars_stand_on_a_line_of_their_own() -> None:
    assert html("$$\n\\frac{a}{b}\n$$") == ('<p><math display="block"><mfrac><mi>a</mi><mi>b</mi></mfrac></math></p>')


@pytest.mark.parametrize(
    "tex", ["\\frac{", "\\nosuch", "\\def\\a{b}\\a", "\\newcommand{\\a}{\\a\\a}\\a", "\\href{javascript:a}{b}"]
)
def test_what_cannot_be_set_shows_as_written(tex: str) -> None:
    rendered = html(f"$$ {tex} $$")
    assert '<code class="broken-formula">' in rendered
    assert "<math" not in rendered


@pytest.mark.parametrize(
    "tex",
    ["x^{" * 17 + "}" * 17, "\\sqrt " * 151 + "x", "{" * 400 + "}" * 400],
    ids=["scripts", "roots", "braces"],
)
def test_deep_nesting_never_reaches_the_converter(tex: str) -> None:
    assert "<math" not in html(f"$$ {tex} $$")


def test_a_formula_past_its_length_stays_text() -> None:
    assert "<math" not in html("$x" + "+x" * 600 + "$")


@pytest.mark.parametrize(
    "price",
    [
        "Nd $56, Dy $260 a kilogram",
        "US$260/kg (US$)",
        "from $56-$260",
        "$5 and $6",
        "between A$10 and A$20",
        "\\$x\\$",
        "$ x $",
        "100$",
        "$260 (US$)",
    ],
)
def test_money_stays_money(price: str) -> None:
    assert html(price) == f"<p>{price.replace(chr(92), '')}</p>"


def test_a_price_before_a_formula_leaves_it_alone() -> None:
    assert html("costs $56 and $x^2$") == "<p>costs $56 and <math><msup><mi>x</mi><mn>2</mn></msup></math></p>"


def test_a_digit_may_open_a_formula_that_looks_like_one() -> None:
    assert "<math>" in html("$10^6$")


def test_colours_and_lengths_cannot_break_out_of_a_formula() -> None:
    assert "style" not in html("$\\color{red}x$")
    assert "999" not in html("$a\\hspace{999em}b$")


def test_columns_keep_their_alignment_by_class() -> None:
    rendered = html("$$\\begin{aligned} a &= b \\end{aligned}$$")
    assert 'class="math-right"' in rendered
    assert " style=" not in rendered
