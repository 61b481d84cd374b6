"""The pages of the lists: by resource, by output, and what moved."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.parties.policies import is_editor
from forum.http import limits, pages
from forum.kernel.errors import NotFound
from threads.deposits import selectors as deposits
from threads.deposits.countries import country_name
from threads.deposits.words import admiralty_words, needs_words, plain_number
from threads.disclosures import selectors as disclosures
from threads.rankings import files, selectors, services
from threads.rankings.compare import compare
from threads.rankings.drawing import component_parts, interval_bar, sparkline
from threads.rankings.own import list_for, read_weights
from threads.rankings.scoring import COMPONENTS, LETTERS
from threads.rankings.selectors import Taken

MOVED = 8


@require_safe
def by_resource(request: HttpRequest) -> HttpResponse:
    """The list by resource: the latest snapshot, an earlier one, or anybody's own weights."""
    taken = _wanted(request)
    own = read_weights(request.GET)
    if own.given and not own.wrong:
        limits.spend("search", request)
    body = list_for(taken, own)
    results = body["results"]
    names = deposits.deposits_by_slug(results, viewer=request.user)
    ranked = sorted((slug for slug in results if results[slug]["rank"]), key=lambda slug: results[slug]["rank"])
    lines = selectors.lines(ranked)
    others = sorted(slug for slug in results if not results[slug]["rank"])
    recent = selectors.snapshots(viewer=request.user, limit=12)
    query = own.query(taken.row.id if "snapshot" in request.GET else None)
    count = len(ranked)
    context: dict[str, Any] = {
        "snapshot": taken.row,
        "is_latest": bool(recent) and recent[0].id == taken.row.id,
        "latest_url": reverse("ranking-resource"),
        "rows": [
            {
                "slug": slug,
                "place": _place(names, slug),
                "rank": results[slug]["rank"],
                "score": f"{results[slug]['score']:.1f}",
                "interval": results[slug]["interval"],
                "bar": interval_bar(results[slug]["interval"], results[slug]["rank"], count),
                "parts": component_parts(results[slug], body["weights"]),
                "coverage": f"{results[slug]['coverage']:.0%}",
                "whole": results[slug]["coverage"] > 0.999,
                "line": sparkline(lines.get(slug, []), count),
                "challenge_url": f"{reverse('deposit-thread-new', args=[slug])}",
            }
            for slug in ranked
        ],
        "count": count,
        "others": [
            {"slug": slug, "place": _place(names, slug), "coverage": f"{results[slug]['coverage']:.0%}",
             "why": ", ".join(needs_words(tuple(results[slug]["missing"])))}
            for slug in others
        ],
        "components": [
            {"key": key, "letter": LETTERS[key], "word": word, "weight": own.shown[key], "published": own.published[key]}
            for key, word in _component_words().items()
        ],
        "own": own,
        "deck": body["deck"],
        "prices": [(element, plain_number(price)) for element, price in body["deck"]["usd_per_kg"].items()],
        "digest": body["hashes"]["all"],
        "recent": recent,
        "moved": _moved(recent),
        "interests": disclosures.publishers(),
        "files": [
            {"label": "CSV", "url": f"{reverse('ranking-resource-csv')}{query}"},
            {"label": "JSON", "url": f"{reverse('ranking-resource-json')}{query}"},
        ],
        "can_take": is_editor(request.user),
        "tabs": _tabs("resource"),
    }  # fmt: skip
    return pages.render(request, "catalogue/ranking.html", context)


@require_safe
def by_resource_csv(request: HttpRequest) -> HttpResponse:
    """The same list as CSV, to nine decimals."""
    return _file(request, files.as_csv, "text/csv; charset=utf-8", "ranking.csv")


@require_safe
def by_resource_json(request: HttpRequest) -> HttpResponse:
    """The whole list with its inputs and hashes as JSON: enough to compute it anew."""
    return _file(request, files.as_json, "application/json", "ranking.json")


def _file(request: HttpRequest, make: Any, media: str, name: str) -> HttpResponse:
    limits.spend("search", request)
    body = list_for(_wanted(request), read_weights(request.GET))
    response = HttpResponse(make(body), content_type=media)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
def by_output(request: HttpRequest) -> HttpResponse:
    """What is actually mined, as far as a source says it: the only list on which unlicensed mines can stand."""
    rows = deposits.outputs()
    unlicensed = deposits.all_deposits(viewer=request.user, filters=deposits.Filters(note="unlicensed"))
    context = {
        "rows": [
            {
                "row": row,
                "country": country_name(row.country),
                "treo": "" if row.treo_t is None else plain_number(row.treo_t),
                "dytb": "" if row.dytb_t is None else plain_number(row.dytb_t),
                "grade_words": admiralty_words(row.grade),
            }
            for row in rows
        ],
        "waiting": [{"name": row.name, "url": row.url, "country": country_name(row.country), "stage": row.stage,
                     "add_url": reverse("catalogue-row-new", args=[row.slug, "output"])}
                    for row in unlicensed if row.slug not in {one.deposit_slug for one in rows}],
        "interests": disclosures.publishers(),
        "tabs": _tabs("output"),
    }  # fmt: skip
    return pages.render(request, "catalogue/output.html", context)


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """Who moved between two snapshots, and because of which input."""
    recent = selectors.snapshots(viewer=request.user, limit=50)
    if not recent:
        raise NotFound
    after = pages.whole_number(request.GET.get("to"), default=recent[0].id, largest=2**62)
    before = pages.whole_number(request.GET.get("from"), default=(recent[1] if len(recent) > 1 else recent[0]).id,
                                largest=2**62)  # fmt: skip
    pair = [selectors.snapshot(one, viewer=request.user) for one in (before, after)]
    moves = compare(pair[0].body, pair[1].body)
    names = deposits.deposits_by_slug([move.slug for move in moves], viewer=request.user)
    context = {
        "before": pair[0].row,
        "after": pair[1].row,
        "same_inputs": pair[0].row.digest == pair[1].row.digest,
        "moves": [
            {
                "place": _place(names, move.slug),
                "before": move.before,
                "after": move.after,
                "up": bool(move.before and move.after and move.after < move.before),
                "causes": [cause.words for cause in move.causes],
            }
            for move in moves
        ],
        "recent": recent,
        "crumbs": [{"label": _("Ranking by resource"), "url": reverse("ranking-resource")}],
    }
    return pages.render(request, "catalogue/comparison.html", context)


@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """A snapshot now, for editors."""
    limits.spend("write", request)
    services.take_snapshot_now(actor=request.user)
    messages.success(request, _("The snapshot is taken."))
    return pages.see_other(reverse("ranking-resource"))


def _wanted(request: HttpRequest) -> Taken:
    given = request.GET.get("snapshot")
    number = None if given is None else pages.whole_number(given, default=0, largest=2**62)
    return selectors.snapshot(number, viewer=request.user)


def _place(names: dict[str, deposits.DepositRow], slug: str) -> dict[str, str]:
    row = names.get(slug)
    if row is None:
        return {"name": slug, "url": "", "country": ""}
    return {"name": row.name, "url": row.url, "country": country_name(row.country)}


def _moved(recent: list[selectors.SnapshotRow]) -> dict[str, Any]:
    """The link to what moved since the snapshot before, where the inputs differ."""
    earlier = next((row for row in recent[1:] if row.digest != recent[0].digest), None)
    if earlier is None:
        return {}
    return {"url": f"{reverse('ranking-comparison')}?from={earlier.id}&to={recent[0].id}", "since": earlier.taken_at}


def _component_words() -> dict[str, str]:
    words = {
        "magnet": _("magnet oxides, kt"),
        "value": _("priced oxides, US$ per kg"),
        "heavy": _("Dy+Tb share"),
        "grade": _("grade, % TREO"),
    }
    return {key: words[key] for key in COMPONENTS}


def _tabs(current: str) -> list[dict[str, Any]]:
    views = (("resource", _("By resource"), "ranking-resource"), ("output", _("By output"), "ranking-output"))
    return [{"label": label, "url": reverse(name), "current": code == current} for code, label, name in views]
