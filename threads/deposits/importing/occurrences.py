"""A layer of occurrences: names and places without figures, in the shape of the US Geological Survey's open tables.

Such tables overlap: one mine can stand in five of them, under several spellings and a few kilometres apart. Nothing is
merged here. Likely doubles are marked, with the likeness and the distance that say so, for a person to decide.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import cos, floor, radians

from rapidfuzz import fuzz

from threads.deposits.geography import distance_km
from threads.deposits.importing.fields import Fields
from threads.deposits.importing.problems import Problem
from threads.deposits.importing.reading import Table, read_csv

OCCURRENCES = Table(
    "occurrences",
    (
        "source_dataset",
        "record_id",
        "name",
        "aliases",
        "country",
        "country_iso2",
        "state_or_province",
        "latitude",
        "longitude",
        "deposit_type",
        "deposit_type_ml_guess",
        "deposit_type_ml_confidence",
        "other_commodities",
        "quality_flag",
        "source_title",
        "source_url",
        "via",
    ),
)
NEAR_KM = 25.0
CELL_DEGREES = 0.25
LIKE_ENOUGH = 88.0
# A crowded cell is compared along its sorted names only, so that the time stays near-linear.
CROWD, WINDOW = 200, 20
# Words that say what a thing is, not which one.
_COMMON = re.compile(
    r"\b(the|deposit|deposits|mine|mines|complex|carbonatite|carbonatites|massif|intrusion|project|area|district|prospect|"
    r"occurrence|hill|mountain|mount|mt|mts|mountains|lake)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OccurrenceRecord:
    """One occurrence. Deposit type as the source gives it; a machine's guess at it is not taken over."""

    row: int
    dataset: str
    record_id: str
    name: str
    aliases: tuple[str, ...]
    country_iso2: str
    region: str
    latitude: Decimal | None
    longitude: Decimal | None
    deposit_type: str
    commodities: str
    source_title: str
    source_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What is compared: a key, names, country, and a place in degrees if known."""

    key: str
    names: tuple[str, ...]
    country_iso2: str
    place: tuple[float, float] | None


@dataclass(frozen=True, slots=True, order=True)
class LikelyDouble:
    """Two keys that may be one place. `likeness` is 0..100; `km` is None where one of both has no coordinates."""

    first: str
    second: str
    likeness: float
    km: float | None


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Records, problems, and likely doubles among the records and with what was known before."""

    records: tuple[OccurrenceRecord, ...]
    problems: tuple[Problem, ...]
    doubles: tuple[LikelyDouble, ...]


def read_occurrence(fields: Fields) -> OccurrenceRecord | None:
    """One occurrence, or None where the row is refused. Some lie in no one country: an empty country is allowed."""
    iso2 = fields.country() if fields.text("country_iso2") else ""
    latitude, longitude = fields.position(iso2)
    record = OccurrenceRecord(
        row=fields.row.number,
        dataset=fields.text("source_dataset", required=True),
        record_id=fields.text("record_id", required=True),
        name=fields.text("name", required=True),
        aliases=tuple(alias for part in fields.text("aliases").split(";") if (alias := part.strip())),
        country_iso2=iso2,
        region=fields.text("state_or_province"),
        latitude=latitude,
        longitude=longitude,
        deposit_type=fields.text("deposit_type"),
        commodities=fields.text("other_commodities"),
        source_title=fields.text("source_title", required=True),
        source_url=fields.url(),
    )
    return record if fields.sound else None


def read_occurrences(file: str, data: bytes, *, today: date, known: Sequence[Named] = ()) -> Occurrences:
    """Read a CSV file of occurrences and mark likely doubles among them and with `known` places (the catalogue's)."""
    reading = read_csv(file, OCCURRENCES, data)
    problems = list(reading.problems)
    records = []
    for row in reading.rows:
        record = read_occurrence(Fields(file, row, problems, today))
        if record is not None:
            records.append(record)
    problems.sort(key=lambda p: (p.row, p.field, p.code))
    found = likely_doubles([*known, *(named(record) for record in records)])
    before = {item.key for item in known}
    doubles = tuple(d for d in found if not (d.first in before and d.second in before))
    return Occurrences(tuple(records), tuple(problems), doubles)


def named(record: OccurrenceRecord) -> Named:
    """What is compared of an occurrence. Its key is dataset, record id and row: the sources repeat their ids."""
    place = None
    if record.latitude is not None and record.longitude is not None:
        place = float(record.latitude), float(record.longitude)
    key = f"{record.dataset}/{record.record_id}/{record.row}"
    return Named(key=key, names=(record.name, *record.aliases), country_iso2=record.country_iso2, place=place)


def _spellings(names: Iterable[str]) -> tuple[str, ...]:
    """Names without accents, brackets and common words; what stands in brackets is a spelling of its own."""
    spellings: dict[str, None] = {}
    for name in names:
        text = unicodedata.normalize("NFKD", name.casefold())
        text = "".join(ch for ch in text if not unicodedata.combining(ch))
        inner = re.findall(r"\(([^)]*)\)", text)
        for part in (re.sub(r"\([^)]*\)", " ", text), *(piece for group in inner for piece in group.split(","))):
            words = re.sub(r"[^\w]+", " ", part).split()
            kept = _COMMON.sub(" ", " ".join(words)).split() or words
            if kept:
                spellings[" ".join(kept)] = None
    return tuple(spellings)


def _cells(place: tuple[float, float]) -> Iterator[tuple[int, int]]:
    """The cell of a place and those around it, wide enough for NEAR_KM at its latitude."""
    row, column = floor(place[0] / CELL_DEGREES), floor(place[1] / CELL_DEGREES)
    reach = NEAR_KM / (111.0 * CELL_DEGREES)
    wide = min(8, floor(reach / max(0.05, cos(radians(place[0])))) + 1)
    turn = round(360 / CELL_DEGREES)
    for other_row in range(row - 1, row + 2):
        for other_column in range(column - wide, column + wide + 1):
            yield other_row, (other_column + turn // 2) % turn - turn // 2


def _pairs(things: Sequence[Named], spellings: Sequence[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Pairs worth comparing: near in space, or one spelling in one country where one of both has no place."""
    grid: dict[tuple[int, int], list[int]] = defaultdict(list)
    words: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, thing in enumerate(things):
        if thing.place is not None:
            own = floor(thing.place[0] / CELL_DEGREES), floor(thing.place[1] / CELL_DEGREES)
            yield from (
                (other, number) for cell in _cells(thing.place) for other in _few(grid[cell], number, spellings)
            )
            grid[own].append(number)
        for spelling in spellings[number]:
            bucket = words[thing.country_iso2, spelling.split()[0]]
            yield from (
                (other, number) for other in bucket[-CROWD:] if thing.place is None or things[other].place is None
            )
            bucket.append(number)


def _few(members: list[int], number: int, spellings: Sequence[tuple[str, ...]]) -> list[int]:
    if len(members) <= CROWD:
        return members
    own = spellings[number][0] if spellings[number] else ""
    # Only the newest few of a crowd, and those that begin alike, are compared.
    alike = [other for other in members[-CROWD:] if spellings[other] and spellings[other][0][:3] == own[:3]]
    return alike[-WINDOW:]


def likely_doubles(things: Sequence[Named]) -> tuple[LikelyDouble, ...]:
    """Pairs whose names are alike and whose places are near, or whose names are alike where a place is missing.

    Likeness is the best ratio over all spellings (0..100); 88 is needed, and within 25 km where both have a place.
    Blocked on a grid of a quarter degree, so the time is near-linear. Pairs come in the order of their keys, each once.
    """
    spellings = [_spellings(thing.names) for thing in things]
    doubles: dict[tuple[int, int], LikelyDouble] = {}
    for a, b in _pairs(things, spellings):
        if a == b or (a, b) in doubles:
            continue
        first, second = things[a], things[b]
        km = distance_km(first.place, second.place) if first.place and second.place else None
        if km is not None and km > NEAR_KM:
            continue
        likeness = max((fuzz.ratio(x, y) for x in spellings[a] for y in spellings[b]), default=0.0)
        if likeness >= LIKE_ENOUGH:
            keys = sorted((first.key, second.key))
            rounded = None if km is None else round(km, 1)
            doubles[a, b] = LikelyDouble(keys[0], keys[1], round(likeness, 1), rounded)
    return tuple(sorted(doubles.values(), key=lambda d: (d.first, d.second)))
