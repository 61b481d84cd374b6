"""Charts and small maps of a deposit, as data for SVG templates."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from threads.deposits import charts
from threads.deposits.countries import country_name
from threads.deposits.dates import parse
from threads.deposits.geography import is_country
from threads.deposits.mapping import COARSE_DEGREES, CountryMap, Position, country_map
from threads.deposits.selectors import ControlRow, DepositPage, ElementRow, StatementRow
from threads.deposits.words import category_word, date_words, precision_words

HEAVY = ("Eu", "Gd", "Tb", "Dy", "Ho", "Er", "Tm", "Yb", "Lu", "Y")
MAGNET = ("Nd", "Pr", "Dy", "Tb")
BAR_WIDTH = 640.0


def statement_chart(page: DepositPage, in_force: frozenset[str]) -> dict[str, Any] | None:
    """Tonnes against grade: one mark a statement, what is uncertain hollow. None where nothing can be drawn."""
    figures = [_figure(row) for row in page.statements if row.tonnes_mt and row.grade_pct and row.kind == "resource"]
    if not figures and page.row.tonnes_mt and page.row.grade_pct:
        figures = [
            charts.Figure(
                key="headline", label=_("headline figure"), tonnes_mt=float(page.row.tonnes_mt),
                grade_pct=float(page.row.grade_pct), series="total", sort=(0, 0, 0), uncertain=True,
            )
        ]  # fmt: skip
    chart = charts.tonnes_against_grade(figures)
    if chart is None:
        return None
    refs = {str(row.id): row.ref for row in page.statements}
    return {
        "chart": chart,
        "marks": [
            {
                "x": mark.x,
                "y": mark.y,
                "label": mark.figure.label,
                "uncertain": mark.figure.uncertain,
                "in_force": refs.get(mark.figure.key, "") in in_force or mark.figure.key == "headline",
                "number": number,
                # Names stand to the left where they would leave the frame.
                "flip": mark.x > chart.right - 150,
            }
            for number, mark in enumerate(chart.marks, start=1)
        ],
        "years": _year_labels(chart),
    }  # fmt: skip


def _year_labels(chart: charts.Chart) -> list[dict[str, Any]]:
    """A year beside each mark, where no earlier label is in its way."""
    labels: list[dict[str, Any]] = []
    for mark in reversed(chart.marks):
        end = mark.x > chart.right - 70
        for below in (False, True):
            y = mark.y + (22 if below else -12)
            near = [one for one in labels if abs(one["y"] - y) < 14 and abs(one["x"] - mark.x) < 52]
            if not near and chart.top + 8 < y < chart.bottom - 4:
                year = str(mark.figure.sort[0]) if mark.figure.sort[0] else _("undated")
                labels.append({"x": mark.x, "y": y, "dy": 0, "dx": 6 if end else -6,
                               "anchor": "end" if end else "start", "label": year})  # fmt: skip
                break
    return labels


def _figure(row: StatementRow) -> charts.Figure:
    uncertain = row.includes_inferred or not row.crirsco or bool(row.flags)
    label = _("%(date)s, %(category)s: %(tonnes)s Mt at %(grade)s %%") % {
        "date": date_words(row.effective),
        "category": category_word(row.category),
        "tonnes": f"{float(row.tonnes_mt or 0):g}",
        "grade": f"{float(row.grade_pct or 0):g}",
    }
    return charts.Figure(
        key=str(row.id), label=label, tonnes_mt=float(row.tonnes_mt or 0), grade_pct=float(row.grade_pct or 0),
        # What has no date has no place on a line over time.
        series=f"{row.zone}/{row.category}" if row.effective else f"undated {row.id}", sort=row.sort, uncertain=uncertain,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bar:
    """One piece of a stacked bar, in pixels; `share` in per cent of TREO."""

    element: str
    x: float
    width: float
    share: float
    kind: str

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)


def composition_bar(row: ElementRow) -> list[Bar]:
    """Shares of each oxide in TREO, side by side; `kind` is magnet, heavy or light."""
    bars, x = [], 0.0
    for element, share in row.oxide_shares:
        kind = "magnet" if element in MAGNET else "heavy" if element in HEAVY else "light"
        width = share * BAR_WIDTH
        bars.append(Bar(element, round(x, 2), round(width, 2), share * 100, kind))
        x += width
    return bars


def place_map(page: DepositPage, *, width: float = 340.0, height: float = 250.0) -> dict[str, Any] | None:
    """The country with the deposit's point or its coarse cell; None where the country is not drawn."""
    row = page.row
    if not is_country(row.country):
        return None
    points = [(row.position.latitude, row.position.longitude)] if row.position else []
    drawn: CountryMap = country_map(row.country, width=width, height=height, points=points)
    context: dict[str, Any] = {
        "width": width,
        "height": height,
        "country": drawn.country,
        "neighbours": drawn.neighbours,
        "caption": _place_words(row.position, row.precision, row.country),
    }
    if row.position:
        x, y = drawn.view.place(row.position.latitude, row.position.longitude)
        context |= {"x": round(x, 1), "y": round(y, 1)}
        if row.position.coarse_by:
            half = row.position.coarse_by / 2
            left, top = drawn.view.place(row.position.latitude + half, row.position.longitude - half)
            right, bottom = drawn.view.place(row.position.latitude - half, row.position.longitude + half)
            context["cell"] = _cell(left, top, right, bottom)
    return context


def _cell(left: float, top: float, right: float, bottom: float) -> dict[str, float]:
    """The coarse cell, never smaller than can be seen."""
    width, height = max(right - left, 10.0), max(bottom - top, 10.0)
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    return {
        "x": round(middle_x - width / 2, 1),
        "y": round(middle_y - height / 2, 1),
        "width": round(width, 1),
        "height": round(height, 1),
    }


def _place_words(position: Position | None, precision: str, country: str) -> str:
    if position is None:
        return _("%(country)s. No position was read in a source.") % {"country": country_name(country)}
    if position.coarse_by:
        return _("%(country)s. The position is coarse on purpose: it lies within a cell of %(degrees)s degrees.") % {
            "country": country_name(country), "degrees": f"{COARSE_DEGREES:g}",
        }  # fmt: skip
    return _("%(latitude)s, %(longitude)s: %(precision)s.") % {
        "latitude": _degrees(position.latitude, "N", "S"),
        "longitude": _degrees(position.longitude, "E", "W"),
        "precision": precision_words(precision),
    }


def _degrees(value: float, positive: str, negative: str) -> str:
    return f"{abs(value):.2f}° {positive if value >= 0 else negative}"


def control_timeline(
    controls: tuple[ControlRow, ...], *, this_year: int, width: float = 640.0
) -> dict[str, Any] | None:
    """Bars over the years for who controls and operates; None where no row has a date. Open ends are drawn open."""
    dated = [row for row in controls if row.since or row.until]
    if not dated:
        return None
    years = [year for row in dated for year in (_year(row.since), _year(row.until)) if year]
    first, last = min(years) - 2, max(this_year, *years) + 1
    left, step, height = 22.0, (width - 44.0) / (last - first), 34
    bars = []
    for number, row in enumerate(controls):
        start, end = _year_part(row.since), _year_part(row.until)
        x = left + ((start or first) - first) * step
        to = left + ((end or last) - first) * step
        bars.append({
            "x": round(x, 1), "width": round(max(to - x, 3), 1), "y": 24 + number * height, "row": row,
            "at_end": x > width / 2, "unknown": start is None and end is None,
        })  # fmt: skip
    every = max(1, round((last - first) / 8))
    ticks = [{"x": round(left + (year - first) * step, 1), "label": year} for year in range(first, last + 1, every)]
    return {"width": width, "height": 24 + len(bars) * height + 20, "bars": bars, "ticks": ticks}


def _year(text: str) -> int | None:
    return int(text[:4]) if text else None


def _year_part(text: str) -> float | None:
    """A partial date as a fraction of years, None for an empty one."""
    found = parse(text, today=date.max)
    if found is None:
        return None
    return found.year + ((found.month or 1) - 1) / 12
