"""A reader whose language is German, as far as a test has words in it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from gettext import GNUTranslations

from django.utils import translation
from django.utils.translation import trans_real


@contextmanager
def german(words: Mapping[str, str]) -> Iterator[None]:
    """Translations of `words` are in force meanwhile; whatever else is said stays English."""
    ours = GNUTranslations()
    ours._catalog = dict(words)  # type: ignore[attr-defined]
    ours.plural = lambda n: int(n != 1)  # type: ignore[attr-defined]
    with translation.override("de"):
        trans_real.translation("de").merge(ours)  # type: ignore[attr-defined]
        yield
    trans_real._translations.pop("de")  # type: ignore[attr-defined]
