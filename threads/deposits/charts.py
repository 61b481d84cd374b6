"""Tonnes against grade over time, as data for an SVG template.

Both axes are logarithmic: tonnages run over five powers of ten and grades over four. Lines of equal contained oxide
fall to the right at 45 degrees of the data. What is uncertain (inferred tonnes, no code, a flag) is marked for
hatching, never hidden.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

MARGIN_LEFT, MARGIN_RIGHT, MARGIN_TOP, MARGIN_BOTTOM = 56.0, 16.0, 26.0, 44.0


@dataclass(frozen=True, slots=True)
class Figure:
    """One statement to be drawn: tonnage in metric Mt, grade in % TREO, both above zero.

    `series` gathers what is joined by a line over time (a category, or a deposit); `sort` orders it (the date's sort
    key).
    """

    key: str
    label: str
    tonnes_mt: float
    grade_pct: float
    series: str
    sort: tuple[int, int, int]
    uncertain: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the chart at `at` pixels; `major` ones carry their label."""

    at: float
    label: str
    major: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A point in pixels with the figure behind it."""

    x: float
    y: float
    figure: Figure


@dataclass(frozen=True, slots=True)
class Line:
    """A polyline's `points` attribute; for a series in the order of its dates, or for one amount of contained oxide."""

    label: str
    points: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything a template needs: frame, plot area, ticks, marks (oldest first), a line a series, lines of equal
    oxide.
    """

    width: float
    height: float
    left: float
    top: float
    right: float
    bottom: float
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    series: tuple[Line, ...]
    contained: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class LogAxis:
    """A logarithmic axis from 10**low to 10**high, drawn from pixel `start` to pixel `end`."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Pixel of a value above zero."""
        return round(self.start + (log10(value) - self.low) / (self.high - self.low) * (self.end - self.start), 1)

    def ticks(self) -> tuple[Tick, ...]:
        """Powers of ten are major; 2 and 5 between them are minor, and major where there are fewer than two powers."""
        powers = range(floor(self.low), ceil(self.high) + 1)
        inside = [p for p in powers if self.low - 1e-9 <= p <= self.high + 1e-9]
        few = len(inside) < 2
        ticks = []
        for power in powers:
            for step in (1, 2, 5):
                value = float(f"{step}e{power}")
                if self.low - 1e-9 <= log10(value) <= self.high + 1e-9:
                    ticks.append(Tick(self.at(value), _plain(value), step == 1 or few))
        return tuple(ticks)


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value >= 1 else f"{value:.6f}".rstrip("0")


def log_axis(values: Sequence[float], start: float, end: float) -> LogAxis:
    """An axis around values above zero, with a tenth of a power of ten to spare and at least one power wide."""
    low, high = log10(min(values)) - 0.1, log10(max(values)) + 0.1
    if high - low < 1:
        middle = (low + high) / 2
        low, high = middle - 0.5, middle + 0.5
    return LogAxis(low, high, start, end)


def tonnes_against_grade(figures: Sequence[Figure], *, width: float = 640.0, height: float = 360.0) -> Chart | None:
    """The chart, or None where no figure has both tonnes and grade above zero: an empty chart would look like data."""
    drawable = [f for f in figures if f.tonnes_mt > 0 and f.grade_pct > 0]
    if not drawable:
        return None
    left, right, top, bottom = MARGIN_LEFT, width - MARGIN_RIGHT, MARGIN_TOP, height - MARGIN_BOTTOM
    x_axis = log_axis([f.tonnes_mt for f in drawable], left, right)
    y_axis = log_axis([f.grade_pct for f in drawable], bottom, top)
    ordered = sorted(drawable, key=lambda f: (f.sort, f.series, f.key))
    marks = tuple(Mark(x_axis.at(f.tonnes_mt), y_axis.at(f.grade_pct), f) for f in ordered)
    series: dict[str, list[Mark]] = {}
    for mark in marks:
        series.setdefault(mark.figure.series, []).append(mark)
    lines = tuple(
        Line(name, " ".join(f"{m.x:g},{m.y:g}" for m in members))
        for name, members in series.items()
        if len(members) > 1
    )
    contained = _contained_lines(x_axis, y_axis)
    return Chart(width, height, left, top, right, bottom, x_axis.ticks(), y_axis.ticks(), marks, lines, contained)


def _contained_lines(x_axis: LogAxis, y_axis: LogAxis) -> tuple[Line, ...]:
    """Lines of equal contained oxide, a power of ten apart: log Mt + log % + 1 = log kt."""
    lines = []
    for power in range(ceil(x_axis.low + y_axis.low + 1), floor(x_axis.high + y_axis.high + 1) + 1):
        total = power - 1
        x_low, x_high = max(x_axis.low, total - y_axis.high), min(x_axis.high, total - y_axis.low)
        if x_high - x_low > 1e-9:
            ends = [(x_axis.at(10**x), y_axis.at(10 ** (total - x))) for x in (x_low, x_high)]
            lines.append(Line(f"{_plain(10.0**power)} kt", " ".join(f"{x:g},{y:g}" for x, y in ends)))
    return tuple(lines)
