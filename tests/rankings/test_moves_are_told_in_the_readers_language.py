"""What moved is said through the catalogue of translations, piece by piece, like every other word of a page."""

from collections.abc import Iterator
from gettext import GNUTranslations

import pytest
from django.utils import translation
from django.utils.translation import trans_real

from tests.rankings.lists import shipped_inputs
from tests.rankings.test_two_snapshots_compared_in_words import moves, tanbreez_with_its_old_figure_alone

GERMAN = {
    "%(slug)s: %(places)s, since %(causes)s": "%(slug)s: %(places)s, weil %(causes)s",
    "from %(before)s to %(after)s": "von %(before)s auf %(after)s",
    "%(new)s replaced %(old)s": "%(new)s %(old)s ersetzt hat",
    "statement [%(key)s]": "Angabe [%(key)s]",
}


@pytest.fixture
def german() -> Iterator[None]:
    ours = GNUTranslations()
    ours._catalog = GERMAN  # type: ignore[attr-defined]
    ours.plural = lambda n: int(n != 1)  # type: ignore[attr-defined]
    with translation.override("de"):
        trans_real.translation("de").merge(ours)  # type: ignore[attr-defined]
        yield
    trans_real._translations.pop("de")  # type: ignore[attr-defined]


def test_a_move_is_said_in_german(german: None) -> None:
    move = moves(tanbreez_with_its_old_figure_alone(), shipped_inputs())["tanbreez"]

    assert move.words == (
        "tanbreez: von 1 auf 19, weil Angabe [tanbreez, 2025-03-12, indicated+inferred, 44.97 Mt at 0.4 %, S-K 1300] "
        "Angabe [tanbreez, 2014, total, 4300 Mt at 0.7775 %] ersetzt hat"
    )
