from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threads.deposits.dates import BadDateError, FutureDateError, PartialDate, parse, sort_key

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "precision", "words", "last"),
    [
        ("2024", "year", "2024", date(2024, 12, 31)),
        ("2024-02", "month", "February 2024", date(2024, 2, 29)),
        ("2023-12", "month", "December 2023", date(2023, 12, 31)),
        ("2024-06-30", "day", "30 June 2024", date(2024, 6, 30)),
    ],
)
def test_a_date_keeps_its_precision(text: str, precision: str, words: str, last: date) -> None:
    found = parse(text, today=TODAY)
    assert found is not None
    assert (found.iso, found.precision, found.display(), found.last_day) == (text, precision, words, last)


def test_no_text_is_no_date() -> None:
    assert parse("  ", today=TODAY) is None


@pytest.mark.parametrize(
    "text", ["24", "2024-13", "2024-02-30", "2023-02-29", "2024/06", "June 2024", "1066", "２０２４"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(BadDateError):
        parse(text, today=TODAY)


@pytest.mark.parametrize("text", ["2027", "2026-12", "2026-11-23"])
def test_a_date_that_begins_after_today_is_refused(text: str) -> None:
    with pytest.raises(FutureDateError):
        parse(text, today=TODAY)


@pytest.mark.parametrize("text", ["2026", "2026-11", "2026-11-22"])
def test_a_date_that_has_begun_is_taken(text: str) -> None:
    assert parse(text, today=TODAY) is not None


def test_undated_is_oldest_and_the_vaguer_goes_before_the_more_exact() -> None:
    ordered = ["", "1999", "2024", "2024-06", "2024-06-01", "2024-06-30", "2024-07", "2025"]
    assert sorted(set(ordered), key=sort_key) == ordered


def test_a_day_without_a_month_is_refused() -> None:
    with pytest.raises(BadDateError):
        PartialDate(2024, None, 3)


@given(st.dates(min_value=date(1800, 1, 1), max_value=TODAY), st.sampled_from([4, 7, 10]))
def test_every_date_reads_back_as_it_was_written(day: date, length: int) -> None:
    text = day.isoformat()[:length]
    found = parse(text, today=TODAY)
    assert found is not None
    assert found.iso == text
    assert found.first_day <= day <= found.last_day
