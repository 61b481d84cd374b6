"""Rows of parties, of who holds and controls deposits, and of what was mined: one function each makes a record."""

from django.utils.translation import gettext as _

from threads.deposits.importing.fields import Fields
from threads.deposits.importing.records import ControlRecord, OutputRecord, PartyRecord

PARTY_KINDS = ("company", "state", "armed group", "people", "person")
ROLES = ("operator", "controlling")
RELIABILITIES = ("A", "B", "C", "D", "E", "F")
CREDIBILITIES = ("1", "2", "3", "4", "5", "6")


def read_party(fields: Fields) -> PartyRecord | None:
    """One party, or None where the row is refused."""
    record = PartyRecord(
        row=fields.row.number,
        slug=fields.slug(),
        name=fields.text("name", required=True),
        kind=fields.choice("kind", PARTY_KINDS, required=True),
        country_iso2=fields.country() if fields.text("country_iso2") else "",
        aliases=tuple(alias for part in fields.text("aliases").split(";") if (alias := part.strip())),
        about=fields.text("about"),
        source_title=fields.text("source_title"),
        source_url=fields.url(),
    )
    return record if fields.sound else None


def read_control(fields: Fields) -> ControlRecord | None:
    """Who holds or controls a deposit, or None where the row is refused."""
    since, until = fields.date("since"), fields.date("until")
    if since is not None and until is not None and until.last_day < since.first_day:
        words = _("%(until)s is before %(since)s")
        fields.error("until", "ends_before_it_begins", words % {"until": until.iso, "since": since.iso})
    record = ControlRecord(
        row=fields.row.number,
        slug=fields.slug(),
        party=fields.slug("party"),
        role=fields.choice("role", ROLES, required=True),
        since=since,
        until=until,
        share_pct=fields.percent("share_pct"),
        disputed=bool(fields.yes_or_no("disputed")),
        note=fields.text("note"),
        source_title=fields.text("source_title"),
        source_url=fields.url(),
    )
    return record if fields.sound else None


def read_output(fields: Fields) -> OutputRecord | None:
    """What was mined in a year, or None where the row is refused."""
    year = fields.date("year")
    if year is None or year.precision != "year":
        fields.error("year", "bad_date", _("a year is needed"))
    treo, dytb = fields.number("treo_t", above_zero=True), fields.number("dytb_t", above_zero=True)
    if not fields.text("treo_t") and not fields.text("dytb_t"):
        fields.error("treo_t", "missing_value", _("tonnes of TREO or of Dy+Tb are needed"))
    if treo is not None and dytb is not None and dytb > treo:
        words = _("%(dytb)s t of Dy+Tb is more than %(treo)s t of TREO")
        fields.error("dytb_t", "part_over_whole", words % {"dytb": dytb, "treo": treo})
    reliability = fields.choice("reliability", RELIABILITIES, required=True)
    credibility = fields.choice("credibility", CREDIBILITIES, required=True)
    slug, note = fields.slug(), fields.text("note")
    title, url = fields.text("source_title", required=True), fields.url()
    if not fields.sound or year is None:
        return None
    return OutputRecord(
        row=fields.row.number,
        slug=slug,
        year=year.year,
        treo_t=treo,
        dytb_t=dytb,
        reliability=reliability,
        credibility=int(credibility),
        note=note,
        source_title=title,
        source_url=url,
    )
