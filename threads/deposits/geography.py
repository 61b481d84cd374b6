"""Where a point lies: country outlines, and whether a deposit stands in the country it is said to stand in.

Coordinates are WGS 84 degrees, latitude north and longitude east positive. The outlines are simplified
(outlines/build.py), so a point near a border or on a small island may fall just outside: `check_point` forgives what
`TOLERANCE_KM` covers.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from math import asin, cos, hypot, radians, sin, sqrt
from pathlib import Path

Ring = tuple[tuple[float, float], ...]
OUTLINES = Path(__file__).parent / "outlines" / "countries.json"
EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG
KM_PER_DEGREE = 111.195
TOLERANCE_KM = 30.0


class Precision(StrEnum):
    """What a pair of coordinates points at."""

    PIT = "pit"
    DEPOSIT = "deposit"
    TOWN = "town"
    CENTROID = "centroid"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in degrees."""

    west: float
    south: float
    east: float
    north: float

    def contains(self, latitude: float, longitude: float, margin: float = 0.0) -> bool:
        """Whether a point lies in it, or within `margin` degrees."""
        return (
            self.west - margin <= longitude <= self.east + margin
            and self.south - margin <= latitude <= self.north + margin
        )

    def joined(self, other: "Box") -> "Box":
        """The smallest rectangle around both."""
        return Box(
            min(self.west, other.west),
            min(self.south, other.south),
            max(self.east, other.east),
            max(self.north, other.north),
        )


@dataclass(frozen=True, slots=True)
class Polygon:
    """An outer ring and its holes, as (longitude, latitude); `box` is the outer ring's."""

    rings: tuple[Ring, ...]
    box: Box

    @property
    def area(self) -> float:
        """Area of the outer ring in square degrees of the equator: shrunk by the cosine of its middle latitude."""
        flat = abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in _edges(self.rings[0]))) / 2
        return flat * cos(radians((self.box.south + self.box.north) / 2))


def _edges(ring: Ring) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    return zip(ring, ring[1:] + ring[:1], strict=True)


def clip(ring: Ring, box: Box) -> Ring:
    """The part of a ring within a rectangle, empty where there is none (Sutherland and Hodgman 1974, side by side)."""
    points = list(ring)
    for axis, limit, sign in ((0, box.west, 1), (0, box.east, -1), (1, box.south, 1), (1, box.north, -1)):
        kept: list[tuple[float, float]] = []
        for start, end in zip(points, points[1:] + points[:1], strict=True):
            start_in, end_in = (start[axis] - limit) * sign >= 0, (end[axis] - limit) * sign >= 0
            if start_in:
                kept.append(start)
            if start_in != end_in:
                along = (limit - start[axis]) / (end[axis] - start[axis])
                kept.append((start[0] + along * (end[0] - start[0]), start[1] + along * (end[1] - start[1])))
        points = kept
    return tuple(points)


def clip_polygon(polygon: "Polygon", box: Box) -> "Polygon | None":
    """The part of a polygon within a rectangle, or None."""
    rings = tuple(clipped for ring in polygon.rings if (clipped := clip(ring, box)))
    return Polygon(rings, box_of(rings[0])) if rings else None


def _arc_points(deltas: list[int], scale: int) -> Ring:
    x = y = 0
    points = []
    for place in range(0, len(deltas), 2):
        x, y = x + deltas[place], y + deltas[place + 1]
        points.append((x / scale, y / scale))
    return tuple(points)


def _ring(numbers: list[int], arcs: list[Ring]) -> Ring:
    points: list[tuple[float, float]] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        for longitude, latitude in arc[1:] if points else arc:
            # A ring runs on past 180 degrees where it crosses the date line; `_cut` brings it back.
            shift = round((points[-1][0] - longitude) / 360) * 360 if points else 0
            points.append((longitude + shift, latitude))
    return tuple(points)


def _cut(rings: tuple[Ring, ...]) -> list[Polygon]:
    """Polygons between 180 west and 180 east, cut at the date line where the rings cross it."""
    whole = Polygon(rings, box_of(rings[0]))
    pieces = []
    for turn in (-360, 0, 360):
        if piece := clip_polygon(whole, Box(turn - 180.0, -90.0, turn + 180.0, 90.0)):
            moved = tuple(tuple((x - turn, y) for x, y in ring) for ring in piece.rings)
            pieces.append(Polygon(moved, box_of(moved[0])))
    return pieces


def box_of(points: Ring) -> Box:
    """The smallest rectangle around (longitude, latitude) points; there must be one."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


@cache
def outlines() -> dict[str, tuple[Polygon, ...]]:
    """Polygons of every country by ISO 3166-1 alpha-2 code, largest first. Read once."""
    data = json.loads(OUTLINES.read_text("utf-8"))
    arcs = [_arc_points(deltas, data["scale"]) for deltas in data["arcs"]]
    countries = {}
    for code, polygons in data["countries"].items():
        built = [piece for polygon in polygons for piece in _cut(tuple(_ring(ring, arcs) for ring in polygon))]
        countries[code] = tuple(sorted(built, key=lambda piece: -piece.area))
    return countries


def is_country(iso2: str) -> bool:
    """Whether the code is one of those drawn."""
    return iso2 in outlines()


def _in_ring(latitude: float, longitude: float, ring: Ring) -> bool:
    inside = False
    for (ax, ay), (bx, by) in _edges(ring):
        if (ay > latitude) != (by > latitude) and longitude < (bx - ax) * (latitude - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def contains(iso2: str, latitude: float, longitude: float) -> bool:
    """Whether a point lies within a country's outline. Raises KeyError for a code that is not drawn."""
    return any(
        polygon.box.contains(latitude, longitude)
        and _in_ring(latitude, longitude, polygon.rings[0])
        and not any(_in_ring(latitude, longitude, hole) for hole in polygon.rings[1:])
        for polygon in outlines()[iso2]
    )


def country_at(latitude: float, longitude: float) -> str | None:
    """Code of the country whose outline holds the point, or None at sea."""
    return next((code for code in outlines() if contains(code, latitude, longitude)), None)


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance in km between two (latitude, longitude) points, on a sphere of the mean radius
    (haversine).
    """
    lat_a, lon_a, lat_b, lon_b = map(radians, (*a, *b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(half)))


def outside_by_km(iso2: str, latitude: float, longitude: float) -> float:
    """How far a point lies from a country's outline, in km; 0 inside.

    Good to some km, on a flat sheet around the point.
    """
    if contains(iso2, latitude, longitude):
        return 0.0
    shrink = max(0.01, cos(radians(latitude)))
    nearest = float("inf")
    for polygon in outlines()[iso2]:
        for (ax, ay), (bx, by) in _edges(polygon.rings[0]):
            # East and west of the date line are neighbours.
            px, py = ((ax - longitude + 180) % 360 - 180) * shrink, ay - latitude
            qx, qy = px + (bx - ax) * shrink, by - latitude
            length = (qx - px) ** 2 + (qy - py) ** 2
            along = 0.0 if not length else max(0.0, min(1.0, -(px * (qx - px) + py * (qy - py)) / length))
            nearest = min(nearest, hypot(px + along * (qx - px), py + along * (qy - py)))
    return nearest * KM_PER_DEGREE


@dataclass(frozen=True, slots=True)
class Outside:
    """A point that lies outside its country: by how much, where it lies instead, and the slip that would explain it.

    `found` is the country at the point or None at sea; `slip` is "longitude_sign", "latitude_sign", "both_signs",
    "swapped" or "".
    """

    km: float
    found: str | None
    slip: str
    suggested: tuple[float, float] | None


def check_point(iso2: str, latitude: float, longitude: float) -> Outside | None:
    """None where a point lies in its country or within `TOLERANCE_KM` of it, or the country is not drawn."""
    if not is_country(iso2):
        return None
    km = outside_by_km(iso2, latitude, longitude)
    if km <= TOLERANCE_KM:
        return None
    slips = {
        "longitude_sign": (latitude, -longitude),
        "latitude_sign": (-latitude, longitude),
        "both_signs": (-latitude, -longitude),
        "swapped": (longitude, latitude),
    }
    for slip, (other_latitude, other_longitude) in slips.items():
        if abs(other_latitude) <= 90 and outside_by_km(iso2, other_latitude, other_longitude) <= TOLERANCE_KM:
            return Outside(km, country_at(latitude, longitude), slip, (other_latitude, other_longitude))
    return Outside(km, country_at(latitude, longitude), "", None)
