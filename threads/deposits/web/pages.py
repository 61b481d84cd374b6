"""The list of deposits, a deposit's page, a party's page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.members.models import Level
from accounts.members.policies import check_member
from accounts.members.selectors import Viewer, level_of
from accounts.parties import selectors as parties
from accounts.parties.policies import is_editor
from forum.http import limits, pages
from forum.http.cursors import Cursor
from forum.kernel import clock
from threads.deposits import selectors, services
from threads.deposits.arithmetic import contained_kt
from threads.deposits.countries import country_name
from threads.deposits.selectors import ControlRow, DepositPage, DepositRow, ElementRow, StatementRow
from threads.deposits.web import drawing
from threads.deposits.web.asked import asked, choices, note_words
from threads.deposits.words import (
    admiralty_words,
    category_word,
    date_words,
    flag_words,
    needs_words,
    plain_number,
    reserves_word,
    role_word,
)
from threads.disclosures import selectors as disclosures
from threads.discussion import selectors as discussion
from threads.rankings import selectors as rankings
from threads.rankings.selectors import Standing

THREADS = 8


@require_safe
def deposits(request: HttpRequest) -> HttpResponse:
    """The catalogue as a list: filters and order are in the address."""
    wanted = asked(request)
    purpose = f"deposits:{wanted.query()}"
    place = Cursor.open(request.GET["at"], purpose=purpose)["place"] if "at" in request.GET else None
    found = selectors.deposits(
        viewer=request.user, filters=wanted.filters, sort=wanted.sort,
        place=(selectors.sort_value(wanted.sort, place[0]), place[1]) if place else None,
    )  # fmt: skip
    url, query = reverse("deposits"), wanted.query()
    older = Cursor.seal({"place": list(found.place)}, purpose=purpose) if found.place else None
    joint = "&" if query else "?"
    context = {
        "rows": [list_row(row) for row in found.rows],
        "total": found.total,
        "choices": choices(wanted),
        "files": [
            {"label": name, "url": f"{reverse(f'deposits-{name.lower()}')}{query}"}
            for name in ("CSV", "JSON", "GeoJSON")
        ],
        "clear_url": url,
        "map_url": f"{reverse('deposits-map')}{query}",
        "can_propose": level_of(request.user) > Level.PUBLIC,
        "is_editor": is_editor(request.user),
        "proposals_url": reverse("catalogue-proposals"),
        "open_proposals": selectors.open_proposal_count() if is_editor(request.user) else 0,
        "older_url": f"{url}{query}{joint}at={older}" if older else None,
        "newer_url": f"{url}{query}" if place else None,
        "tabs": catalogue_tabs("list", query),
    }
    return pages.render(request, "catalogue/deposits.html", context)


@require_safe
def deposit(request: HttpRequest, deposit: str) -> HttpResponse:
    """Everything that is known of a deposit, and what is being said of it."""
    viewer = request.user
    page = selectors.deposit(deposit, viewer=viewer)
    standing = rankings.standing_of(deposit, viewer=viewer)
    row = page.row
    url = reverse("deposit", args=[deposit])
    context: dict[str, Any] = {
        "deposit": {
            "name": row.name,
            "slug": row.slug,
            "url": url,
            "country": country_name(row.country),
            "country_url": f"{reverse('deposits')}?country={row.country}",
            "region": row.region,
            "type": row.deposit_type,
            "stage": row.stage,
            "aliases": page.aliases,
            "notes": page.notes,
            "source": {"title": row.source_title, "url": row.source_url},
            "updated_at": row.updated_at,
            "hreo_share": page.hreo_share_pct,
        },
        "standing_notes": _standing_notes(page, standing),
        "glance": _glance(page, standing),
        "chart": drawing.statement_chart(page, standing.in_force if standing else frozenset()),
        "statement_groups": _statement_groups(page, standing),
        "elements": [_elements(one, slug=row.slug) for one in page.elements],
        "operators": [_control(one) for one in page.controls if one.role == "operator"],
        "controlling": [_control(one) for one in page.controls if one.role == "controlling"],
        "timeline": drawing.control_timeline(page.controls, this_year=clock.today().year),
        "outputs": [_output(one, slug=row.slug) for one in page.outputs],
        "place": drawing.place_map(page),
        "doubles": selectors.doubles_of(deposit),
        "interests": disclosures.standing_on_deposit(row.id),
        **_talk(page, viewer),
        **_actions(page, viewer),
    }
    return pages.render(request, "catalogue/deposit.html", context)


@require_POST
def follow(request: HttpRequest, deposit: str) -> HttpResponse:
    """Follow a deposit, or stop."""
    check_member(request.user)
    limits.spend("react", request)
    if request.POST.get("follow") == "0":
        services.unfollow_deposit(actor=request.user, slug=deposit)
    else:
        services.follow_deposit(actor=request.user, slug=deposit)
    return pages.see_other(reverse("deposit", args=[deposit]))


@require_safe
def party(request: HttpRequest, party: str) -> HttpResponse:
    """Who a party is, and what it operates and controls."""
    found = parties.party(party, viewer=request.user)
    held = selectors.controls_of_party(party, viewer=request.user)
    rows = selectors.deposits_by_slug([one.deposit_slug for one in held], viewer=request.user)
    context = {
        "party": found,
        "country": country_name(found.row.country) if found.row.country else "",
        "held": [_held(one, rows[one.deposit_slug]) for one in held],
        "interests": disclosures.standing_on_party(found.row.id),
        "disclose_url": f"{reverse('disclosures')}?party={party}",
        "can_propose": level_of(request.user) > Level.PUBLIC,
        "is_editor": is_editor(request.user),
        "edit_url": reverse("party-edit", args=[party]),
        "history_url": reverse("party-changes", args=[party]),
    }
    return pages.render(request, "catalogue/party.html", context)


def catalogue_tabs(current: str, query: str = "") -> list[dict[str, Any]]:
    """The ways to look at the catalogue."""
    views = (("list", _("List"), reverse("deposits")), ("map", _("Map"), reverse("deposits-map")))
    return [{"label": label, "url": f"{url}{query}", "current": code == current} for code, label, url in views]


def list_row(row: DepositRow) -> dict[str, Any]:
    """A deposit for `catalogue/_row.html`."""
    words = note_words()
    return {
        "name": row.name,
        "url": row.url,
        "country": country_name(row.country),
        "region": row.region,
        "type": row.deposit_type,
        "stage": row.stage,
        "tonnes": None if row.tonnes_mt is None else plain_number(row.tonnes_mt),
        "grade": None if row.grade_pct is None else plain_number(row.grade_pct),
        "code": row.code,
        "effective": date_words(row.effective) if row.effective else "",
        "operators": row.operators,
        "controlling": row.controlling,
        "statement_count": row.statement_count,
        "notes": [{"code": code, "label": words[code]} for code in row.notes],
    }


def _standing_notes(page: DepositPage, standing: Standing | None) -> list[dict[str, str]]:
    """What a reader must know before the figures, each with its reason."""
    notes = []
    if page.row.unlicensed:
        notes.append({"code": "unlicensed", "title": _("Unlicensed."),
                      "text": _("Mining goes on without a licence, as the source has it.")})  # fmt: skip
    if page.row.no_statement:
        text = _("No source that was read states how much there is. It cannot be ranked by resource, only by output.")
        notes.append({"code": "no-statement", "title": _("No resource statement."), "text": text})
    if page.row.in_conflict:
        text = _("Statements contradict one another, or one does not add up. Both stand below, side by side.")
        notes.append({"code": "in-conflict", "title": _("Figures in conflict."), "text": text})
    if any(row.status == "exploration target" for row in page.statements):
        text = _("An exploration target is a conceptual range, not a resource.")
        notes.append({"code": "target", "title": _("Exploration target."), "text": text})
    if standing and standing.rank is None and not page.row.no_statement:
        text = _("Not ranked by resource: %(why)s.") % {"why": ", ".join(needs_words(standing.missing))}
        notes.append({"code": "not-ranked", "title": "", "text": text})
    return notes


def _glance(page: DepositPage, standing: Standing | None) -> list[dict[str, Any]]:
    """The few figures that people come for; what is missing is said to be missing."""
    row = page.row
    stand = f"{date_words(row.effective)}, {row.code or _('no code')}"
    figures = [
        {"label": _("Tonnes"), "value": _number(row.tonnes_mt), "unit": "Mt", "note": stand},
        {"label": _("Grade"), "value": _number(row.grade_pct), "unit": "% TREO", "note": stand},
        _contained(row),
    ]
    if standing and standing.rank is not None and standing.interval:
        low, high = standing.interval
        note = _("of %(n)d, interval %(low)d to %(high)d") % {"n": standing.ranked, "low": low, "high": high}
        figures.append({"label": _("Rank by resource"), "value": str(standing.rank), "unit": "", "note": note,
                        "url": f"{reverse('ranking-resource')}#{row.slug}"})  # fmt: skip
    else:
        figures.append({"label": _("Rank by resource"), "value": "", "unit": "", "note": _("not ranked"),
                        "url": reverse("ranking-resource")})  # fmt: skip
    return figures


def _contained(row: DepositRow) -> dict[str, Any]:
    """The oxide as stated; where nothing is stated, what tonnes and grade multiply to, and that it is so."""
    if row.contained_kt is None and row.tonnes_mt is not None and row.grade_pct is not None:
        product = plain_number(round(contained_kt(row.tonnes_mt, row.grade_pct), 1))
        return {
            "label": _("Contained"),
            "value": product,
            "unit": _("kt TREO"),
            "note": _("tonnes times grade; not stated"),
        }
    note = _("as stated")
    return {"label": _("Contained"), "value": _number(row.contained_kt), "unit": _("kt TREO"), "note": note}


def _number(value: Any) -> str:
    return "" if value is None else plain_number(value)


def _statement_groups(page: DepositPage, standing: Standing | None) -> list[dict[str, Any]]:
    """Statements by date, the latest first: categories apart, each with badge, check and source."""
    uses = standing.uses if standing else {}
    in_force = standing.in_force if standing else frozenset()
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    refs = {row.id: row for row in page.statements}
    for row in page.statements:
        shown = _statement(row, refs, in_force, uses)
        shown["edit_url"] = reverse("catalogue-row", args=[page.row.slug, "statement", row.id])
        groups.setdefault((row.effective, row.zone), []).append(shown)
    return [
        {"date": date_words(effective), "zone": zone, "rows": rows, "in_force": any(r["in_force"] for r in rows)}
        for (effective, zone), rows in groups.items()
    ]


def _statement(
    row: StatementRow, others: dict[int, StatementRow], in_force: frozenset[str], uses: dict[str, str]
) -> dict[str, Any]:
    check = row.check
    return {
        "id": row.id,
        "category": category_word(row.category),
        # What the source states in another unit stands beside it exactly; the conversion need not show every digit.
        "tonnes": _number(row.tonnes_mt if row.unit == "Mt" or row.tonnes_mt is None else round(row.tonnes_mt, 3)),
        "own_unit": "" if row.unit == "Mt" or row.tonnes is None else f"{plain_number(row.tonnes)} {row.unit}",
        "grade": _number(row.grade_pct),
        "oxides": row.oxides,
        "contained": "" if row.contained_kt is None else plain_number(round(row.contained_kt, 1)),
        "code": row.code,
        "status": row.status,
        "includes_inferred": row.includes_inferred,
        "in_force": row.ref in in_force,
        "use": uses.get(row.ref, ""),
        "off": "" if check is None or check.agrees else _(
            "The source states %(stated)s kt of oxide; tonnes and grade multiply to %(computed)s kt (%(by)s)."
        ) % {"stated": plain_number(check.stated_kt), "computed": f"{check.computed_kt:,.1f}",
             "by": f"{check.difference:+.1%}"},
        "conflicts": [
            _("%(tonnes)s Mt at %(grade)s %% (%(date)s)") % {
                "tonnes": plain_number(other.tonnes_mt), "grade": plain_number(other.grade_pct),
                "date": date_words(other.effective),
            }
            for pk in row.conflicts if (other := others.get(pk))
        ],
        "flags": [flag_words(flag) for flag in row.flags],
        "fault": row.fault,
        "fault_url": row.fault_url,
        "remark": row.remark,
        "particulars": _particulars(row),
        "source_title": row.source_title or _host(row.source_url),
        "source_url": row.source_url,
    }  # fmt: skip


def _particulars(row: StatementRow) -> list[tuple[str, str]]:
    """What else the statement says, as far as it says it."""
    yes_no = {True: _("yes"), False: _("no")}
    said = [
        (_("Cut-off"), row.cutoff),
        (_("Reserves"), reserves_word(row.reserves)),
        (_("Reported"), date_words(row.reported) if row.reported else ""),
        (_("Attributable"), "" if row.attributable_pct is None else f"{plain_number(row.attributable_pct)} %"),
        (_("Competent person"), row.person),
        (_("Employer"), row.employer),
        (_("Independent"), "" if row.independent is None else yes_no[row.independent]),
        (_("Consent given"), "" if row.consent is None else yes_no[row.consent]),
    ]
    return [(label, value) for label, value in said if value]


def _host(url: str) -> str:
    return url.partition("//")[2].partition("/")[0].removeprefix("www.")


def _elements(row: ElementRow, *, slug: str) -> dict[str, Any]:
    sums = row.sums
    return {
        "zone": row.zone or _("whole deposit"),
        "name": row.name,
        "ore": _number(row.ore_mt),
        "complete": row.complete,
        "bars": drawing.composition_bar(row),
        "treo": f"{sums.treo_pct:.4g}" if sums else "",
        "magnet": f"{sums.magnet_share * 100:.1f}" if sums else "",
        "hreo": f"{sums.hreo_share * 100:.1f}" if sums else "",
        "hreo_basis": sums.hreo_basis if sums else "",
        "missing": ", ".join(sums.missing) if sums else "",
        "ppm": [(element, _number(value)) for element, value in row.ppm.items()],
        "source_url": row.source_url,
        "source_title": _host(row.source_url),
        "edit_url": reverse("catalogue-row", args=[slug, "elements", row.id]),
    }


def _control(row: ControlRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "edit_url": reverse("catalogue-row", args=[row.deposit_slug, "control", row.id]),
        "party": row.party,
        "role": role_word(row.role),
        "when": _when(row),
        "current": row.current,
        "share": "" if row.share_pct is None else f"{plain_number(row.share_pct)} %",
        "disputed": row.disputed,
        "note": row.note,
        "source_title": row.source_title or _host(row.source_url),
        "source_url": row.source_url,
    }


def _when(row: ControlRow) -> str:
    if row.since and row.until:
        return _("%(since)s to %(until)s") % {"since": date_words(row.since), "until": date_words(row.until)}
    if row.since:
        return _("since %(since)s") % {"since": date_words(row.since)}
    if row.until:
        return _("until %(until)s") % {"until": date_words(row.until)}
    return ""


def _output(row: selectors.OutputRow, *, slug: str) -> dict[str, Any]:
    return {
        "edit_url": reverse("catalogue-row", args=[slug, "output", row.id]),
        "year": row.year,
        "treo": _number(row.treo_t),
        "dytb": _number(row.dytb_t),
        "grade": row.grade,
        "grade_words": admiralty_words(row.grade),
        "note": row.note,
        "source_title": row.source_title,
        "source_url": row.source_url,
    }


def _held(control: ControlRow, row: DepositRow) -> dict[str, Any]:
    return {**_control(control), "deposit": list_row(row)}


def _talk(page: DepositPage, viewer: Viewer) -> dict[str, Any]:
    slug = page.row.slug
    threads = discussion.threads_on_deposit(page.row.id, viewer=viewer, limit=THREADS + 1)
    may_start = level_of(viewer) >= page.start_level
    return {
        "threads": threads[:THREADS],
        "more_threads_url": reverse("deposit-threads", args=[slug]) if len(threads) > THREADS else None,
        "start_url": f"{reverse('deposit-thread-new', args=[slug])}" if may_start else None,
        "why_not_start": "" if may_start else _("Threads on a deposit are started by: %(who)s.") % {
            "who": Level(page.start_level).label
        },
    }  # fmt: skip


def _actions(page: DepositPage, viewer: Viewer) -> dict[str, Any]:
    slug = page.row.slug
    signed_in = level_of(viewer) > Level.PUBLIC
    followers = ngettext("%(n)d follower", "%(n)d followers", page.followers) % {"n": page.followers}
    return {
        "followers": followers,
        "follow_url": reverse("deposit-follow", args=[slug]) if signed_in else None,
        "following": page.following,
        "can_propose": signed_in,
        "is_editor": is_editor(viewer),
        "edit_facts_url": reverse("catalogue-row", args=[slug, "deposit", 0]),
        "start_level_url": reverse("deposit-start-level", args=[slug]),
        "add_urls": {
            target: reverse("catalogue-row-new", args=[slug, target])
            for target in ("statement", "control", "elements", "output")
        },
        "history_url": reverse("deposit-changes", args=[slug]),
        "disclose_url": f"{reverse('disclosures')}?deposit={slug}",
        "api_url": reverse("api-deposit", args=[slug]),
        "sign_in_url": pages.sign_in_url(reverse("deposit", args=[slug])),
    }
