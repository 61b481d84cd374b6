import csv
import io
from datetime import date

import pytest

from threads.deposits.geography import distance_km
from threads.deposits.importing import Named, Occurrences, likely_doubles, read_occurrences
from threads.deposits.importing.occurrences import OCCURRENCES

TODAY = date(2026, 11, 22)
ROW = {
    "source_dataset": "survey",
    "record_id": "1",
    "name": "Mrima Hill",
    "country_iso2": "KE",
    "latitude": "-4.48611",
    "longitude": "39.25278",
    "source_title": "A survey",
    "source_url": "https://example.org/survey",
}


def read(*rows: dict[str, str], known: tuple[Named, ...] = ()) -> Occurrences:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, OCCURRENCES.columns, restval="", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({**ROW, **row})
    return read_occurrences("occurrences.csv", file.getvalue().encode(), today=TODAY, known=known)


def place(key: str, *names: str, at: tuple[float, float] | None = (0.0, 0.0), country: str = "KE") -> Named:
    return Named(key=key, names=names, country_iso2=country, place=at)


def pairs(*things: Named) -> list[tuple[str, str]]:
    return [(double.first, double.second) for double in likely_doubles(things)]


def test_near_places_with_like_names_are_marked_with_likeness_and_distance() -> None:
    (double,) = read({}, {"record_id": "2", "latitude": "-4.5", "name": "Mrima"}).doubles
    assert double.likeness == 100
    assert double.km is not None
    assert 1 < double.km < 3


def test_far_places_with_one_name_are_not_marked() -> None:
    assert read({}, {"record_id": "2", "latitude": "-3.0"}).doubles == ()


def test_near_places_with_other_names_are_not_marked() -> None:
    assert read({}, {"record_id": "2", "name": "Jombo"}).doubles == ()


def test_accents_common_words_and_brackets_do_not_tell_names_apart() -> None:
    assert pairs(place("a", "Norra Kärr"), place("b", "Norra Karr deposit")) == [("a", "b")]
    assert pairs(place("a", "Nechalacho (Thor Lake)"), place("b", "Thor Lake")) == [("a", "b")]


def test_an_alias_counts_as_a_name() -> None:
    assert pairs(place("a", "Pangwa", "Pang War"), place("b", "Pang War mines")) == [("a", "b")]


def test_without_a_place_the_name_and_the_country_decide() -> None:
    assert pairs(place("a", "Stjernoy", at=None), place("b", "Stjernoy")) == [("a", "b")]
    assert pairs(place("a", "Stjernoy", at=None), place("b", "Stjernoy", country="NO")) == []


def test_neighbours_across_the_date_line_are_found() -> None:
    assert pairs(place("a", "Taveuni", at=(-16.8, 179.95)), place("b", "Taveuni", at=(-16.8, -179.95))) == [("a", "b")]


def test_doubles_of_the_catalogue_are_marked_but_not_within_it() -> None:
    known = (place("mrima-hill", "Mrima Hill", at=(-4.49, 39.25)), place("mrima-2", "Mrima Hill", at=(-4.49, 39.25)))
    found = read({}, known=known).doubles
    assert {(double.first, double.second) for double in found} == {
        ("mrima-hill", "survey/1/2"),
        ("mrima-2", "survey/1/2"),
    }


def test_nothing_is_merged_and_a_sign_error_is_flagged() -> None:
    found = read({}, {"record_id": "2", "longitude": "-39.25"})
    assert len(found.records) == 2
    assert [(problem.row, problem.code) for problem in found.problems] == [(3, "outside_country")]


def test_the_order_of_the_rows_does_not_matter() -> None:
    things = [place(f"k{n}", f"Quartz Creek {n % 3}", at=(n * 0.05, 0.0)) for n in range(12)]
    assert likely_doubles(things) == likely_doubles(things[::-1])


def test_a_crowd_at_one_point_is_not_compared_each_with_each(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[float, float]] = []

    def counted(a: tuple[float, float], b: tuple[float, float]) -> float:
        compared.append(a)
        return distance_km(a, b)

    monkeypatch.setattr("threads.deposits.importing.occurrences.distance_km", counted)
    likely_doubles([place(f"k{n:05d}", f"Shaft {n}") for n in range(3_000)])
    assert len(compared) < 3_000 * 30
