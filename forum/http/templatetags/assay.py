"""Template tags of the look: icons, initials and colours of people, times, figures, status words.

Settings name this module as a tag library ("assay"): `{% load assay %}`.
"""

import unicodedata
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from zlib import crc32

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.http.templatetags.specimens import specimens
from forum.http.templatetags.statuses import MINERALS, STATUSES

register = template.Library()
register.simple_tag(specimens)


@register.simple_tag
@lru_cache(maxsize=1024)
def icon(name: str, title: str = "") -> SafeString:
    """Draw the sprite's symbol `name`. Without `title` it is decoration, and hidden from screen readers."""
    href = f"{static('assay/icons.svg')}#{name}"
    if not title:
        return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"/></svg>', href)
    return format_html(
        '<svg class="icon" role="img" focusable="false"><title>{}</title><use href="{}"/></svg>', title, href
    )


@register.filter
def initials(handle: object) -> str:
    """First letters of the first two words of a handle: "mra-kachin" -> "MK"; at most two characters.

    Marks of Burmese or Arabic letters stay with their letter, so that no broken glyph is shown.
    """
    text = str(handle or "").strip()
    words = [word for word in "".join(c if c.isalnum() or _is_mark(c) else " " for c in text).split() if word]
    if not words:
        return "?"
    return "".join(_first_letter(word) for word in words[:2]).upper()


def _is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M")


def _first_letter(word: str) -> str:
    end = 1
    while end < len(word) and _is_mark(word[end]):
        end += 1
    return word[:end]


@register.filter
def mineral(value: object) -> str:
    """One of MINERALS for any text or number, the same on each day and machine; a mineral's own name stays itself."""
    if isinstance(value, int):
        return MINERALS[value % len(MINERALS)]
    text = str(value or "")
    return text if text in MINERALS else MINERALS[crc32(text.encode()) % len(MINERALS)]


@register.simple_tag
@lru_cache(maxsize=4096)
def avatar(handle: str, size: str = "m", colour: str | int | None = None, picture: str = "") -> SafeString:
    """The picture at the address `picture`, else initials of `handle` on a mineral ground; size: s m l. Decoration: the
    handle itself stands beside it."""
    if picture:
        return format_html(
            '<img class="avatar {}" src="{}" alt="" width="72" height="72" loading="lazy">', size, picture
        )
    ground = mineral(handle if colour in ("", None) else colour)
    return format_html('<span class="avatar {} on-{}" aria-hidden="true">{}</span>', size, ground, initials(handle))


@register.inclusion_tag("components/badge.html")
def status(code: str, word: str = "") -> dict[str, str]:
    """The badge of a status code in STATUSES; `word` says it otherwise. An unknown code is graphite with its own word."""
    plain = str(code).replace("_", "-").replace(" ", "-")
    known = STATUSES.get(plain)
    if known is None:
        return {"mineral": "graphite", "label": word or plain.replace("-", " ").capitalize()}
    return {"mineral": known.mineral, "label": word or str(known.word)}


@register.simple_tag
def moment(value: datetime | date | None, form: str = "relative") -> SafeString:
    """A `<time>` element. `form`: "relative" (3 hr. ago), "date" (22 Nov 2026) or "full" (22 November 2026, 10:10 UTC).

    A missing time is a dash with a name, never an empty cell. assay.js refreshes relative times, in the same words.
    """
    if value is None:
        return format_html('<span class="missing">{}</span>', _("no date"))
    if not isinstance(value, datetime):
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), _day(value))
    utc = value.astimezone(UTC)
    stamp, full = utc.isoformat(timespec="seconds"), _full(utc)
    if form == "full":
        return format_html('<time datetime="{}">{}</time>', stamp, full)
    if form == "date":
        return format_html('<time datetime="{}" title="{}">{}</time>', stamp, full, _day(utc))
    return format_html('<time datetime="{}" title="{}" data-relative>{}</time>', stamp, full, _ago(utc))


def _full(value: datetime) -> str:
    return _("%(date)s, %(time)s UTC") % {"date": date_format(value, "j F Y"), "time": value.strftime("%H:%M")}


def _day(value: date) -> str:
    return date_format(value, "j M Y")


def _ago(value: datetime) -> str:
    """Words for a past moment of less than a week, its date for an older one."""
    age = timezone.now() - value
    if age < timedelta(minutes=1):
        return _("now")
    if age < timedelta(hours=1):
        return _("%(n)d min. ago") % {"n": age // timedelta(minutes=1)}
    if age < timedelta(days=1):
        return _("%(n)d hr. ago") % {"n": age // timedelta(hours=1)}
    days = age // timedelta(days=1)
    if days < 7:
        return ngettext("yesterday", "%(n)d days ago", days) % {"n": days}
    return _day(value)


@register.filter
def figure(value: object, places: int | None = None) -> str:
    """A number with thin grouping and `places` decimals, for tabular columns; a missing one is an en dash."""
    if value is None or value == "":
        return "–"
    if isinstance(value, int | float | Decimal):
        return number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)
    return str(value)


@register.filter
def short_count(value: int) -> str:
    """A count for a narrow place: 950, 1.2k, 34k, 2.1M."""
    for size, unit in ((1_000_000, "M"), (1_000, "k")):
        if value >= size:
            tenths = value * 10 // size
            whole, tenth = divmod(tenths, 10)
            return f"{whole}.{tenth}{unit}" if whole < 10 and tenth else f"{whole}{unit}"
    return str(value)


@register.filter
def is_figure(value: object) -> bool:
    """Whether a table's cell is a number, which stands to the end of its column."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)
