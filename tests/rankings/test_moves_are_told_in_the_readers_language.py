"""What moved is said through the catalogue of translations, piece by piece, like every other word of a page."""

from tests.german import german
from tests.rankings.lists import shipped_inputs
from tests.rankings.test_two_snapshots_compared_in_words import moves, tanbreez_with_its_old_figure_alone

GERMAN = {
    "%(slug)s: %(places)s, since %(causes)s": "%(slug)s: %(places)s, weil %(causes)s",
    "from %(before)s to %(after)s": "von %(before)s auf %(after)s",
    "%(new)s replaced %(old)s": "%(new)s %(old)s ersetzt hat",
    "statement [%(key)s]": "Angabe [%(key)s]",
}


def test_a_move_is_said_in_german() -> None:
    with german(GERMAN):
        said = str(moves(tanbreez_with_its_old_figure_alone(), shipped_inputs())["tanbreez"].words)

    assert said == (
        "tanbreez: von 1 auf 19, weil Angabe [tanbreez, 2025-03-12, indicated+inferred, 44.97 Mt at 0.4 %, S-K 1300] "
        "Angabe [tanbreez, 2014, total, 4300 Mt at 0.7775 %] ersetzt hat"
    )
