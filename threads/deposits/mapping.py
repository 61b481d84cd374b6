"""Maps as data for an SVG template: projections, clusters, coarse positions, paths. Nothing here is drawn or stored.

Pixels run right and down from the upper left corner. A path is the `d` attribute of an SVG path, in whole tenths of a
pixel.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import asin, cos, floor, radians, sin, sqrt

from threads.deposits.geography import Box, Polygon, clip_polygon, outlines

# The house's own list, kept by hand: countries where fighting goes on, as the house sees it, and people at risk work at
# mines. It follows no outside classification. A position is coarse there unless an editor decides otherwise for one deposit.
CONFLICT_COUNTRIES = frozenset(
    {"AF", "BF", "CD", "CF", "CM", "ET", "IQ", "ML", "MM", "MZ", "NE", "NG", "PS", "SD", "SO", "SS", "SY", "UA", "YE"}
)
COARSE_DEGREES = 0.5
STEP_PX = 1.4


@dataclass(frozen=True, slots=True)
class Position:
    """A position as it may be shown. `coarse_by` is the size of the grid in degrees, 0 where it is not coarsened."""

    latitude: float
    longitude: float
    coarse_by: float


def coarsen(latitude: float, longitude: float, step: float = COARSE_DEGREES) -> Position:
    """The middle of the grid cell that holds a point: every point of the cell gives the same answer."""
    # The poles' and the date line's last cells end there, so 90 and 180 belong to the cell before.
    row = min(floor((latitude + 90) / step), round(180 / step) - 1)
    column = min(floor((longitude + 180) / step), round(360 / step) - 1)
    return Position(round((row + 0.5) * step - 90, 6), round((column + 0.5) * step - 180, 6), step)


def shown_position(latitude: float, longitude: float, iso2: str, *, coarse: bool | None = None) -> Position:
    """The position that may be shown: coarse in a conflict zone, unless `coarse` says otherwise."""
    if coarse if coarse is not None else iso2 in CONFLICT_COUNTRIES:
        return coarsen(latitude, longitude)
    return Position(latitude, longitude, 0.0)


def equal_earth(latitude: float, longitude: float) -> tuple[float, float]:
    """(x, y) on a sphere of radius 1, y up.

    Source: Savric, Patterson and Jenny 2018, "The Equal Earth map projection".
    """
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    theta = asin(sqrt(3) / 2 * sin(radians(latitude)))
    square = theta * theta
    sixth = square**3
    slope = 9 * a4 * square * sixth + 7 * a3 * sixth + 3 * a2 * square + a1
    x = 2 * sqrt(3) * radians(longitude) * cos(theta) / (3 * slope)
    return x, theta * (a4 * square * sixth + a3 * sixth + a2 * square + a1)


@dataclass(frozen=True, slots=True)
class View:
    """A map's frame: size in pixels, the degrees it shows, and the projection of a (latitude, longitude) into it."""

    width: float
    height: float
    box: Box
    place: Callable[[float, float], tuple[float, float]]


def world_view(width: float) -> View:
    """The whole world in Equal Earth, as wide as given."""
    right, top = equal_earth(0, 180)[0], equal_earth(90, 0)[1]
    scale = width / (2 * right)

    def place(latitude: float, longitude: float) -> tuple[float, float]:
        x, y = equal_earth(latitude, longitude)
        return (x + right) * scale, (top - y) * scale

    return View(width, round(2 * top * scale, 1), Box(-180.0, -90.0, 180.0, 90.0), place)


def box_view(box: Box, width: float, height: float, padding: float = 12.0) -> View:
    """A rectangle in degrees fitted into a frame, plate carrée with true scale along its middle parallel."""
    shrink = max(0.05, cos(radians((box.south + box.north) / 2)))
    spread_x, spread_y = max((box.east - box.west) * shrink, 0.01), max(box.north - box.south, 0.01)
    scale = min((width - 2 * padding) / spread_x, (height - 2 * padding) / spread_y)
    middle_x, middle_y = (box.west + box.east) / 2, (box.south + box.north) / 2

    def place(latitude: float, longitude: float) -> tuple[float, float]:
        return width / 2 + (longitude - middle_x) * shrink * scale, height / 2 - (latitude - middle_y) * scale

    half_x, half_y = width / 2 / (shrink * scale), height / 2 / scale
    shown = Box(middle_x - half_x, middle_y - half_y, middle_x + half_x, middle_y + half_y)
    return View(width, height, shown, place)


def country_box(iso2: str, points: Iterable[tuple[float, float]] = ()) -> Box:
    """The rectangle around a country's main parts and around (latitude, longitude) points. Far islands do not shrink
    the map.

    Raises KeyError for a code that is not drawn.
    """
    polygons = outlines()[iso2]
    box = polygons[0].box
    for polygon in polygons[1:]:
        joined = box.joined(polygon.box)
        share = polygon.area / polygons[0].area
        if share >= 0.25 or (share >= 0.01 and _spread(joined) <= 1.15 * _spread(box)):
            box = joined
    for latitude, longitude in points:
        box = box.joined(Box(longitude, latitude, longitude, latitude))
    return box


def _spread(box: Box) -> float:
    return (box.east - box.west) * (box.north - box.south)


def _number(value: float) -> str:
    text = f"{value:.1f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"


def path_of(polygons: Sequence[Polygon], view: View, *, smallest_px: float = 1.0) -> str:
    """One SVG path for polygons. Points that fall on the pixel before are left out, and so are islands below
    `smallest_px` square pixels, unless nothing would be left."""
    pieces: list[str] = []
    fallback = ""
    for polygon in polygons:
        for ring in polygon.rings:
            points = _pixels(ring, view)
            piece = _piece(points)
            if not fallback:
                fallback = piece
            if _span(points) >= smallest_px:
                pieces.append(piece)
    return "".join(pieces) or fallback


def _pixels(ring: Sequence[tuple[float, float]], view: View) -> list[tuple[float, float]]:
    pixels: list[tuple[float, float]] = []
    for longitude, latitude in ring:
        x, y = view.place(latitude, longitude)
        # Shorter steps cannot be seen and would double the page.
        if not pixels or abs(x - pixels[-1][0]) + abs(y - pixels[-1][1]) >= STEP_PX:
            pixels.append((x, y))
    return pixels


def _span(points: Sequence[tuple[float, float]]) -> float:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))


def _piece(points: Sequence[tuple[float, float]]) -> str:
    x, y = (round(value, 1) for value in points[0])
    if len(points) == 1:
        # A country smaller than a step is a dot of one pixel, for a path without a line cannot be drawn.
        return f"M{_number(x)} {_number(y)}l1 0 0 1 -1 0z"
    steps = [f"M{_number(x)} {_number(y)}l"]
    for point in points[1:]:
        dx, dy = round(point[0] - x, 1), round(point[1] - y, 1)
        x, y = x + dx, y + dy
        steps.append(f"{_number(dx)} {_number(dy)} ")
    return "".join(steps).rstrip() + "z"


@lru_cache(maxsize=8)
def world_paths(width: float = 960.0) -> tuple[tuple[str, str], ...]:
    """(ISO 3166-1 code, path) of every country on a world map of that width, without Antarctica.

    Kept, since it never changes.
    """
    view = world_view(width)
    return tuple((code, path_of(polygons, view)) for code, polygons in outlines().items())


@lru_cache(maxsize=8)
def land_path(width: float = 960.0) -> str:
    """All land on a world map of that width as one path."""
    return "".join(path for _, path in world_paths(width))


@dataclass(frozen=True, slots=True)
class CountryMap:
    """One country with its neighbours: frame, its own path, the path of the others that reach into the frame."""

    view: View
    country: str
    neighbours: str


def country_map(
    iso2: str, *, width: float = 480.0, height: float = 360.0, points: Sequence[tuple[float, float]] = ()
) -> CountryMap:
    """A map of one country and of (latitude, longitude) points. Raises KeyError for a code that is not drawn."""
    view = box_view(country_box(iso2, points), width, height)
    others = [polygon for code, polygons in outlines().items() if code != iso2 for polygon in polygons]
    return CountryMap(view, _framed(outlines()[iso2], view, 1.0), _framed(others, view, 6.0))


def _framed(polygons: Iterable[Polygon], view: View, smallest_px: float) -> str:
    """One path for what of the polygons reaches into the frame; empty where nothing does."""
    pieces = [piece for polygon in polygons if (piece := _within(polygon, view.box))]
    return path_of(pieces, view, smallest_px=smallest_px) if pieces else ""


def _within(polygon: Polygon, box: Box) -> Polygon | None:
    apart = (
        polygon.box.west > box.east
        or polygon.box.east < box.west
        or polygon.box.south > box.north
        or polygon.box.north < box.south
    )
    return None if apart else clip_polygon(polygon, box)


@dataclass(frozen=True, slots=True)
class Marker:
    """A thing on a map: its key (a slug), (latitude, longitude) as it may be shown."""

    key: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """Markers that stand too close to be told apart, at their mean position in pixels.

    `keys` in the order of the alphabet.
    """

    x: float
    y: float
    keys: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many markers."""
        return len(self.keys)


def cluster(markers: Iterable[Marker], view: View, *, cell: float = 28.0) -> tuple[Cluster, ...]:
    """Markers gathered by the cells of a pixel grid, in one pass; largest first, then from the upper left.

    Markers outside the frame are left out. The answer does not depend on the order of the markers.
    """
    cells: dict[tuple[int, int], list[tuple[str, float, float]]] = defaultdict(list)
    for marker in markers:
        x, y = view.place(marker.latitude, marker.longitude)
        if 0 <= x <= view.width and 0 <= y <= view.height:
            cells[floor(x / cell), floor(y / cell)].append((marker.key, x, y))
    clusters = []
    for members in cells.values():
        members.sort()
        x = sum(member[1] for member in members) / len(members)
        y = sum(member[2] for member in members) / len(members)
        clusters.append(Cluster(round(x, 1), round(y, 1), tuple(member[0] for member in members)))
    return tuple(sorted(clusters, key=lambda c: (-c.count, c.y, c.x, c.keys)))
