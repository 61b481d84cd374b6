"""The map, drawn on the server, and the table that says the same."""

from collections.abc import Sequence
from math import hypot
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from forum.http import pages
from threads.deposits import mapping, selectors
from threads.deposits.countries import country_name
from threads.deposits.geography import is_country
from threads.deposits.mapping import Cluster, Marker, View
from threads.deposits.selectors import DepositRow, OccurrenceRow
from threads.deposits.web.asked import Asked, asked, choices
from threads.deposits.web.pages import catalogue_tabs, list_row

WIDTH = 1120.0
HEIGHT = 640.0
# Room for a count in a circle that a finger can meet on a phone, where the map is a third as wide.
CELL = 34.0
NAMED = 6
SOUTHERNMOST = -57.0


@require_safe
def world_map(request: HttpRequest) -> HttpResponse:
    """The world, or one country, with what the filters leave; the same below as a table."""
    wanted = asked(request)
    country = wanted.filters.country if is_country(wanted.filters.country) else ""
    rows = selectors.all_deposits(viewer=request.user, filters=wanted.filters, sort=wanted.sort)
    placed = [row for row in rows if row.position]
    layer = request.GET.get("layer") == "occurrences"
    others = selectors.occurrences(viewer=request.user, country=country) if layer else []
    query = wanted.query()
    context = {
        "map": _drawn(placed, others, country, wanted),
        "rows": [{**list_row(row), "placed": row.position is not None,
                  "coarse": bool(row.position and row.position.coarse_by)} for row in rows],
        "placed": len(placed),
        "unplaced": len(rows) - len(placed),
        "coarse": sum(1 for row in placed if row.position and row.position.coarse_by),
        "country": country_name(country) if country else "",
        "world_url": f"{reverse('deposits-map')}{wanted.query(country='')}",
        "layer": layer,
        "layer_count": len(others),
        "layer_url": f"{reverse('deposits-map')}{wanted.query(layer='' if layer else 'occurrences')}",
        "choices": choices(wanted),
        "clear_url": reverse("deposits-map"),
        "tabs": catalogue_tabs("map", query),
        "geojson_url": f"{reverse('deposits-geojson')}{query}",
    }  # fmt: skip
    return pages.render(request, "catalogue/map.html", context)


def _drawn(
    placed: Sequence[DepositRow], others: Sequence[OccurrenceRow], country: str, wanted: Asked
) -> dict[str, Any]:
    points = [(row.position.latitude, row.position.longitude) for row in placed if row.position]
    if country:
        drawn = mapping.country_map(country, width=WIDTH, height=HEIGHT, points=points)
        view = drawn.view
        land = [{"path": drawn.neighbours, "kind": "neighbour"}, {"path": drawn.country, "kind": "country"}]
    else:
        view = mapping.world_view(WIDTH)
        counted = {row.country for row in placed}
        land = [
            {"path": path, "kind": "country" if code in counted else "land"}
            for code, path in mapping.world_paths(WIDTH)
        ]
    markers = [Marker(row.slug, row.position.latitude, row.position.longitude) for row in placed if row.position]
    by_slug = {row.slug: row for row in placed}
    clusters = _apart(mapping.cluster(markers, view, cell=CELL))
    return {
        "width": view.width,
        # Nobody mines south of Cape Horn.
        "height": view.height if country else round(view.place(SOUTHERNMOST, 0)[1], 1),
        "land": land,
        "clusters": [_cluster(one, by_slug, country, wanted) for one in clusters],
        "dots": _dots(others, view),
    }


def _radius(count: int) -> float:
    return round(5.5 if count == 1 else 9 + 1.6 * min(count, 12) ** 0.8, 1)


def _apart(clusters: Sequence[Cluster]) -> list[Cluster]:
    """Clusters joined until none covers another: the nearest pair that overlaps first. There are at most as many as cells."""
    joined = list(clusters)
    while True:
        pairs = [
            (hypot(a.x - b.x, a.y - b.y), i, j)
            for i, a in enumerate(joined)
            for j, b in enumerate(joined[:i])
            if hypot(a.x - b.x, a.y - b.y) < _radius(a.count) + _radius(b.count)
        ]
        if not pairs:
            return sorted(joined, key=lambda c: (-c.count, c.y, c.x, c.keys))
        _distance, i, j = min(pairs)
        a, b = joined.pop(i), joined.pop(j)
        whole = a.count + b.count
        x, y = (a.x * a.count + b.x * b.count) / whole, (a.y * a.count + b.y * b.count) / whole
        joined.append(Cluster(round(x, 1), round(y, 1), tuple(sorted(a.keys + b.keys))))


def _cluster(one: Cluster, by_slug: dict[str, DepositRow], country: str, wanted: Asked) -> dict[str, Any]:
    """A mark that leads to its deposit, or to the country where several stand too close to be told apart."""
    members = [by_slug[key] for key in one.keys]
    named = ", ".join(row.name for row in members[:NAMED])
    more = f" +{one.count - NAMED}" if one.count > NAMED else ""
    homes = {row.country for row in members}
    if one.count == 1:
        url = members[0].url
    elif len(homes) == 1 and not country:
        url = f"{reverse('deposits-map')}{wanted.query(country=members[0].country)}"
    else:
        url = f"#row-{members[0].slug}"
    label = ngettext("%(names)s", "%(n)d deposits: %(names)s", one.count) % {"n": one.count, "names": named + more}
    coarse = [row.position.coarse_by for row in members if row.position and row.position.coarse_by]
    return {
        "x": one.x,
        "y": one.y,
        "count": one.count,
        "r": _radius(one.count),
        "label": label + (f" ({_('coarse position')})" if coarse else ""),
        "url": url,
        "coarse": bool(coarse),
        "kind": _kind(members),
    }


def _kind(members: Sequence[DepositRow]) -> str:
    if all(row.unlicensed for row in members):
        return "unlicensed"
    return "unstated" if all(row.no_statement for row in members) else "stated"


def _dots(others: Sequence[OccurrenceRow], view: View) -> list[tuple[float, float]]:
    """Occurrences as faint dots, one a pixel."""
    seen: dict[tuple[int, int], tuple[float, float]] = {}
    for row in others:
        if row.position is not None:
            x, y = view.place(row.position.latitude, row.position.longitude)
            if 0 <= x <= view.width and 0 <= y <= view.height:
                seen[round(x), round(y)] = round(x, 1), round(y, 1)
    return list(seen.values())
