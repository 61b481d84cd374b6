"""The list as files."""

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from forum.http import limits
from threads.deposits import exports, selectors
from threads.deposits.web.asked import asked


@require_safe
def deposits_csv(request: HttpRequest) -> HttpResponse:
    """What the list shows, as CSV."""
    return _file(exports.as_csv(_rows(request), origin=settings.ORIGIN), "text/csv; charset=utf-8", "deposits.csv")


@require_safe
def deposits_json(request: HttpRequest) -> HttpResponse:
    """What the list shows, as a JSON list."""
    records = [exports.as_record(row, origin=settings.ORIGIN) for row in _rows(request)]
    return _file(orjson.dumps(records, option=orjson.OPT_INDENT_2), "application/json", "deposits.json")


@require_safe
def deposits_geojson(request: HttpRequest) -> HttpResponse:
    """What the list shows, as GeoJSON."""
    features = exports.as_geojson(_rows(request), origin=settings.ORIGIN)
    return _file(orjson.dumps(features), "application/geo+json", "deposits.geojson")


def _rows(request: HttpRequest) -> list[selectors.DepositRow]:
    limits.spend("search", request)
    wanted = asked(request)
    return selectors.all_deposits(viewer=request.user, filters=wanted.filters, sort=wanted.sort)


def _file(content: str | bytes, media: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
