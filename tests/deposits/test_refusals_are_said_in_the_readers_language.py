"""What is wrong with a row is said in the language of whoever typed it, and so are the choices of its form."""

import pytest

from tests.deposits.stock import TODAY
from tests.german import german
from threads.deposits import rows
from threads.deposits.forms import RowForm
from threads.deposits.models import Target

GOOD = {
    "category": "inferred",
    "tonnes": "10",
    "unit": "Mt",
    "treo_grade_pct": "1",
    "source_url": "https://example.org",
}


@pytest.mark.parametrize(
    ("wrong", "english", "their_words", "said"),
    [
        ({"tonnes": "viele"}, "“%(value)s” is no figure", "„%(value)s“ ist keine Zahl", "„viele“ ist keine Zahl"),
        ({"tonnes": "-1"}, "%(value)s is below zero", "%(value)s liegt unter null", "-1 liegt unter null"),
        ({"source_url": ""}, "%(column)s is empty", "%(column)s ist leer", "source_url ist leer"),
        (
            {"effective": "2031"}, "%(date)s lies in the future; today is %(today)s",
            "%(date)s liegt in der Zukunft; heute ist %(today)s", "2031 liegt in der Zukunft; heute ist 2026-11-22",
        ),
        (
            {"effective": "Mai"}, "“%(date)s” is no date: write 2024, 2024-06 or 2024-06-30", "„%(date)s“ ist kein Datum",
            "„Mai“ ist kein Datum",
        ),
        (
            {"unit": "Pfund"}, "“%(value)s”: known are %(known)s", "„%(value)s“: es gibt %(known)s",
            "„Pfund“: es gibt Mt, kt, t, Mst, kst, st",
        ),
    ],
)  # fmt: skip
def test_a_refusal(wrong: dict[str, str], english: str, their_words: str, said: str) -> None:
    with german({english: their_words}):
        problems = rows.check(Target.STATEMENT, "mrima-hill", GOOD | wrong, today=TODAY).problems

    assert said in [problem.detail for problem in problems]


def test_the_choices_of_a_form() -> None:
    with german({"measured + indicated": "gemessen + angezeigt", "million short tons": "Millionen Short Tons"}):
        page = RowForm(target=Target.STATEMENT).as_div()

    assert '<option value="measured+indicated">gemessen + angezeigt</option>' in page
    assert '<option value="Mst">Millionen Short Tons</option>' in page
